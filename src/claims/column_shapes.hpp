// SPDX-License-Identifier: Apache-2.0
//
// Arrow's words for how an array is laid out, and arrays seen by them.
// In: ArrowSchema, ArrowArray. Out: ColumnShape, ir::Column. Never follows a buffer's content.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#include <cstdint>

#include "claims/columns.hpp"

namespace sanbao::claims {

/// False: a layout that no fact is read from.
[[nodiscard]] bool shape_of(const ArrowSchema& schema, ColumnShape& shape);

/// `from`, `rows`: what the array around it leaves of it. False: the array is not of that shape.
[[nodiscard]] bool lay(const ColumnShape& shape, const ArrowArray& array, std::int64_t from,
                       std::int64_t rows, ir::Column& column);

}  // namespace sanbao::claims
