// SPDX-License-Identifier: Apache-2.0
//
// See column_shapes.hpp. The formats are those of the Arrow C data interface.
#include "claims/column_shapes.hpp"

#include <charconv>
#include <map>
#include <string_view>

namespace sanbao::claims {
namespace {

using ir::Column;
using ir::ColumnForm;

bool plain_form(std::string_view format, ColumnForm& form) {
  static const std::map<std::string_view, ColumnForm> forms{
      {"b", ColumnForm::bits},    {"c", ColumnForm::int8},        {"C", ColumnForm::uint8},
      {"s", ColumnForm::int16},   {"S", ColumnForm::uint16},      {"i", ColumnForm::int32},
      {"I", ColumnForm::uint32},  {"l", ColumnForm::int64},       {"L", ColumnForm::uint64},
      {"tdD", ColumnForm::int32}, {"u", ColumnForm::text},        {"U", ColumnForm::large_text},
      {"+l", ColumnForm::list},   {"+L", ColumnForm::large_list}, {"+s", ColumnForm::record}};
  const auto at = forms.find(format);
  if (at == forms.end()) return false;
  form = at->second;
  return true;
}

// "d:19,2", also with the width of 128 bits said.
bool decimal_scale(std::string_view format, std::int64_t& scale) {
  if (!format.starts_with("d:")) return false;
  const std::size_t comma = format.find(',');
  if (comma == std::string_view::npos) return false;
  std::string_view rest = format.substr(comma + 1);
  if (const std::size_t width = rest.find(','); width != std::string_view::npos) {
    if (rest.substr(width + 1) != "128") return false;
    rest = rest.substr(0, width);
  }
  const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), scale);
  return fault == std::errc() && end == rest.data() + rest.size();
}

bool has_bytes(ColumnForm form) {
  return is_text(form) && form != ColumnForm::coded;
}

std::int64_t buffers_of(ColumnForm form) {
  if (form == ColumnForm::record) return 1;
  return has_bytes(form) ? 3 : 2;
}

}  // namespace

bool shape_of(const ArrowSchema& schema, ColumnShape& shape) {
  if (schema.format == nullptr) return false;
  const std::string_view format(schema.format);
  if (decimal_scale(format, shape.scale)) {
    shape.form = ColumnForm::decimal128;
  } else if (!plain_form(format, shape.form)) {
    return false;
  }
  shape.is_date = format == "tdD";
  if (schema.dictionary != nullptr) {
    shape.places = shape.form;
    shape.form = ColumnForm::coded;
    if (!is_whole(shape.places) || shape.is_date) return false;
    return shape_of(*schema.dictionary, shape.inner.emplace_back()) &&
           has_bytes(shape.inner.front().form);
  }
  if (is_list(shape.form) && schema.n_children != 1) return false;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const ArrowSchema& child = *schema.children[i];
    if (!shape_of(child, shape.inner.emplace_back())) return false;
    shape.names.emplace_back(child.name == nullptr ? "" : child.name);
  }
  return true;
}

bool lay(const ColumnShape& shape, const ArrowArray& array, std::int64_t from, std::int64_t rows,
         Column& column) {
  if (array.offset < 0 || from < 0 || rows < 0 || array.length < from + rows) return false;
  if (array.n_buffers != buffers_of(shape.form) || array.buffers == nullptr) return false;
  if ((array.dictionary != nullptr) != (shape.form == ColumnForm::coded)) return false;
  column.form = shape.form;
  column.places = shape.places;
  column.offset = array.offset + from;
  column.length = rows;
  column.validity =
      array.null_count == 0 ? nullptr : static_cast<const std::uint8_t*>(array.buffers[0]);
  column.values = shape.form == ColumnForm::record ? nullptr : array.buffers[1];
  if (has_bytes(shape.form)) column.bytes = static_cast<const char*>(array.buffers[2]);
  if (shape.form != ColumnForm::record && column.values == nullptr && rows > 0) return false;
  column.inner.clear();
  if (shape.form == ColumnForm::coded)
    return lay(shape.inner[0], *array.dictionary, 0, array.dictionary->length,
               column.inner.emplace_back());
  if (array.n_children != static_cast<std::int64_t>(shape.inner.size())) return false;
  for (std::size_t i = 0; i < shape.inner.size(); ++i) {
    const ArrowArray& child = *array.children[i];
    const bool of_record = shape.form == ColumnForm::record;
    if (!lay(shape.inner[i], child, of_record ? column.offset : 0,
             of_record ? column.length : child.length, column.inner.emplace_back()))
      return false;
  }
  return true;
}

}  // namespace sanbao::claims
