// SPDX-License-Identifier: Apache-2.0
//
// document_parser.cpp: the entry of this stage: bytes to a PolicyDocument.
// Tested by tests/unit/document_parser_test.cpp.
#include <memory>
#include <utility>

#include "parse/document_reader.hpp"
#include "parse/parse.hpp"
#include "parse/yaml_reader.hpp"

namespace sanbao::parse {

Result<ir::PolicyDocument> parse_policy(std::string bytes, std::string file,
                                        ir::PolicyDocument* partial) {
  if (is_too_large(bytes)) return std::vector<Diagnostic>{too_large(std::move(file))};
  auto tree = std::make_shared<ir::YamlTree>();
  tree->file = std::move(file);
  tree->bytes = std::move(bytes);
  const base::SourceText source(tree->bytes);
  base::FaultList faults(tree->file, source);

  ir::PolicyDocument document;
  if (read_tree(*tree, faults)) DocumentReader(faults, document).read(tree->root);
  document.tree = tree;
  const bool good = faults.error_count() == 0;
  document.whole = good;
  std::vector<Diagnostic> found = faults.take();
  if (good) return {std::move(document), std::move(found)};
  if (partial != nullptr) *partial = std::move(document);
  return found;
}

}  // namespace sanbao::parse
