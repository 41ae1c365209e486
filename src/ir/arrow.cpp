// SPDX-License-Identifier: Apache-2.0
//
// See arrow.hpp. Who takes a tree may keep one child of it and release the rest: so every node owns what it
// needs, and releases the children that are still its own.
#include "ir/arrow.hpp"

namespace sanbao::ir {
namespace {

struct SchemaOwner {
  std::string name, format;
  std::vector<ArrowSchema> nodes;
  std::vector<ArrowSchema*> children;
};
struct ArrayOwner {
  std::vector<const void*> buffers;
  std::vector<std::shared_ptr<const void>> owners;
  std::vector<ArrowArray> nodes;
  std::vector<ArrowArray*> children;
};

template <typename Owner, typename Node>
void release(Node* node) {
  const std::unique_ptr<Owner> owner(static_cast<Owner*>(node->private_data));
  for (Node& child : owner->nodes)
    if (child.release != nullptr) child.release(&child);
  node->release = nullptr;
  node->private_data = nullptr;
}

/// Children first, then the dictionary, in one list that never moves again.
template <typename Owner, typename Node>
void hold_nodes(Owner& owner, const ArrowNode& from, Node& node) {
  owner.nodes.resize(from.children.size() + (from.dictionary ? 1 : 0));
  for (std::size_t i = 0; i < from.children.size(); ++i)
    owner.children.push_back(&owner.nodes[i]);
  node.n_children = static_cast<std::int64_t>(from.children.size());
  node.children = owner.children.data();
  node.dictionary = from.dictionary ? &owner.nodes.back() : nullptr;
}

}  // namespace

ArrowNode text_node(const std::vector<std::string>& texts) {
  ArrowNode node;
  node.format = "u";
  node.length = static_cast<std::int64_t>(texts.size());
  std::vector<std::int32_t> begins{0};
  std::vector<char> bytes;
  for (const std::string& text : texts) {
    bytes.insert(bytes.end(), text.begin(), text.end());
    begins.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  node.buffers.push_back(nullptr);
  node.add(std::move(begins));
  node.add(std::move(bytes));
  return node;
}

ArrowNode coded_node(std::string name, std::vector<std::int32_t> places,
                     const std::vector<std::string>& texts) {
  ArrowNode node;
  node.name = std::move(name);
  node.format = "i";
  node.length = static_cast<std::int64_t>(places.size());
  node.buffers.push_back(nullptr);
  node.add(std::move(places));
  node.dictionary = std::make_shared<ArrowNode>(text_node(texts));
  return node;
}

std::vector<std::uint8_t> bitmap(const std::vector<std::uint8_t>& truths) {
  std::vector<std::uint8_t> bytes((truths.size() + 7) / 8);
  for (std::size_t i = 0; i < truths.size(); ++i)
    bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | (truths[i] != 0 ? 1U << i % 8 : 0U));
  return bytes;
}

void export_arrow(ArrowNode node, ArrowSchema& schema, ArrowArray& array) {
  auto told = std::make_unique<SchemaOwner>();
  auto held = std::make_unique<ArrayOwner>();
  schema = {};
  array = {};
  hold_nodes(*told, node, schema);
  hold_nodes(*held, node, array);
  for (std::size_t i = 0; i < node.children.size(); ++i)
    export_arrow(std::move(node.children[i]), told->nodes[i], held->nodes[i]);
  if (node.dictionary)
    export_arrow(std::move(*node.dictionary), told->nodes.back(), held->nodes.back());
  told->name = std::move(node.name);
  told->format = std::move(node.format);
  held->buffers = std::move(node.buffers);
  held->owners = std::move(node.owners);
  schema.format = told->format.c_str();
  schema.name = told->name.c_str();
  schema.flags = node.nullable ? ARROW_FLAG_NULLABLE : 0;
  schema.release = release<SchemaOwner, ArrowSchema>;
  schema.private_data = told.release();
  array.length = node.length;
  array.null_count = node.nulls;
  array.n_buffers = static_cast<std::int64_t>(held->buffers.size());
  array.buffers = held->buffers.data();
  array.release = release<ArrayOwner, ArrowArray>;
  array.private_data = held.release();
}

}  // namespace sanbao::ir
