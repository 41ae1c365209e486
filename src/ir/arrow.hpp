// SPDX-License-Identifier: Apache-2.0
//
// ArrowNode: an array with its buffers, ready to be handed out by the Arrow C data interface.
// In: what a column is called, how it is laid out, its buffers and who owns them. Out: ArrowSchema and
// ArrowArray, each node with a `release` of its own. Never copies a buffer.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sanbao/columns.hpp"

namespace sanbao::ir {

struct ArrowNode {
  std::string name, format;
  bool nullable = false;
  std::int64_t length = 0, nulls = 0;
  std::vector<const void*> buffers;
  std::vector<std::shared_ptr<const void>> owners;  ///< of the buffers
  std::vector<ArrowNode> children;
  std::shared_ptr<ArrowNode> dictionary;

  /// A further buffer; nothing: an empty one.
  template <typename T>
  void add(std::vector<T> values) {
    auto owner = std::make_shared<const std::vector<T>>(std::move(values));
    buffers.push_back(owner->data());
    owners.push_back(std::move(owner));
  }
};

/// Texts without nulls, as a dictionary is made of.
ArrowNode text_node(const std::vector<std::string>& texts);
/// Places in a list of texts.
ArrowNode coded_node(std::string name, std::vector<std::int32_t> places,
                     const std::vector<std::string>& texts);
/// One bit a row.
std::vector<std::uint8_t> bitmap(const std::vector<std::uint8_t>& truths);

void export_arrow(ArrowNode node, ArrowSchema& schema, ArrowArray& array);

}  // namespace sanbao::ir
