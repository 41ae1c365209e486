// SPDX-License-Identifier: Apache-2.0
//
// read_yaml.cpp: a file's bytes to a tree: size, then the text, then the parser.
// In: bytes and a name. Out: the tree, or every fault found.
// Never hands back a part of a file.
// Tested by tests/unit/yaml_reader_test.cpp.
#include <fmt/format.h>

#include <optional>
#include <utility>

#include "base/limits.hpp"
#include "parse/parse.hpp"
#include "parse/yaml_reader.hpp"

namespace sanbao::parse {

bool read_tree(ir::YamlTree& tree, base::FaultList& faults) {
  const std::optional<YamlText> yaml = prepare_yaml(tree.bytes, faults);
  if (!yaml || !read_root(*yaml, faults, tree.root)) return false;
  if (tree.root.kind != ir::YamlNode::Kind::empty) return true;
  faults.error("SB1018", {}, "the file is empty", "a policy begins with `sanbao: 1`");
  return false;
}

bool is_too_large(std::string_view bytes) {
  return bytes.size() > limits::max_policy_bytes;
}

Diagnostic too_large(std::string file) {
  return {Severity::error,
          "SB1001",
          std::move(file),
          {},
          fmt::format("the file is larger than {} bytes", limits::max_policy_bytes),
          "split it; a rulebook is a folder of files",
          {}};
}

Result<ir::YamlTree> read_yaml(std::string bytes, std::string file) {
  if (is_too_large(bytes)) return std::vector<Diagnostic>{too_large(std::move(file))};
  ir::YamlTree tree{std::move(file), std::move(bytes), {}};
  const base::SourceText source(tree.bytes);
  base::FaultList faults(tree.file, source);
  const bool whole = read_tree(tree, faults);
  const bool good = whole && faults.error_count() == 0;
  std::vector<Diagnostic> found = faults.take();
  if (!good) return found;
  return {std::move(tree), std::move(found)};
}

}  // namespace sanbao::parse
