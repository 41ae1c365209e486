// SPDX-License-Identifier: Apache-2.0
//
// FactTable: every fact, event list and event field that one policy can speak of: the standard
// vocabulary (docs/records.md, "The vocabulary") and what the file declares under `facts`.
// In: a PolicyDocument. Out: look-ups by path; which facts the policy mentions.
// Never types an assumption (definitions.cpp does), never asks what a fact's value is.
// Tested by tests/unit/check_facts_test.cpp.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault_list.hpp"
#include "ir/checked_policy.hpp"

namespace sanbao::check {

/// Words that a value can be compared with.
struct Members {
  std::string owner;                         ///< whose: "fault.kind", "`a` or `b`"
  std::vector<std::string> words;            ///< in the vocabulary's order
  std::set<std::string, std::less<>> index;  ///< the same, to look up
  bool open = false;                         ///< any other text too, in quotes
  bool unsure = false;                       ///< of a side at fault: no word is told to be unknown

  void add(std::string_view word);
  [[nodiscard]] bool contains(std::string_view word) const { return index.contains(word); }
};

/// How far a definition has come; who meets `working` has gone in a circle.
enum class Progress : std::uint8_t { untouched, working, done };

/// A fact, or a field of an event.
struct KnownFact {
  std::string path;   ///< "purchase.sold_on"; of a field: "received_on"
  std::string label;  ///< in messages: "repairs.received_on"
  ir::Type type = ir::Type::text;
  const Members* members = nullptr;  ///< null: compared with no bare words
  std::set<std::string> quoted;      ///< other texts the file compares it with
  ir::Index standard = ir::no_index;
  std::string meaning;  ///< the vocabulary's words for it
  bool computed = false;
  const ir::FactDoc* doc = nullptr;  ///< its entry under `facts`
  bool declared = false;             ///< with a type
  bool mentioned = false;
  bool broken = false;                      ///< its declaration is at fault; uses stay silent
  Progress progress = Progress::untouched;  ///< of its assumption
  ir::NodeId assume = ir::no_node;
};

struct KnownList {
  std::string path;
  ir::Index standard = ir::no_index;
  bool interval = false;
  const ir::FactDoc* doc = nullptr;
  bool mentioned = false;
  bool broken = false;
  std::vector<KnownFact> fields;

  [[nodiscard]] const KnownFact* find(std::string_view field) const;
};

class FactTable {
 public:
  FactTable(const ir::PolicyDocument& document, base::FaultList& faults);

  /// By path: facts sorted, lists the standard ones first, then declared ones by path.
  [[nodiscard]] std::span<KnownFact> facts() { return facts_; }
  [[nodiscard]] std::span<KnownList> lists() { return lists_; }
  [[nodiscard]] std::span<const KnownList> lists() const { return lists_; }

  /// no_index where there is none.
  [[nodiscard]] ir::Index find_fact(std::string_view path) const;
  [[nodiscard]] ir::Index find_list(std::string_view path) const;
  [[nodiscard]] bool is_group(std::string_view name) const { return groups_.contains(name); }

  /// "did you mean `purchase.invoiced_on`? (the day …)", or nothing where none is near.
  [[nodiscard]] std::string near_fact(std::string_view path) const;
  [[nodiscard]] std::vector<std::string> list_paths() const;
  [[nodiscard]] std::vector<std::string> field_names(ir::Index list) const;

  /// The remedies of the policy and `any`, for claim.requests.
  [[nodiscard]] const Members& remedies() const { return *remedies_; }
  /// Where a word is a member: the owner's path, or nothing.
  [[nodiscard]] std::string owner_of_member(std::string_view word) const;
  /// Room for further word lists that live as long as the table.
  Members& new_members(std::string owner);

 private:
  void load_standard();
  void load_remedies(const ir::PolicyDocument& document);
  void declare(const ir::FactDoc& doc);
  void declare_list(const ir::FactDoc& doc);
  void declare_field(const ir::FactDoc& doc, ir::Index list, std::string_view field);
  void declare_fact(const ir::FactDoc& doc);
  void assume_on(KnownFact& fact, const ir::FactDoc& doc);
  bool type_of(const ir::TypeDoc& doc, KnownFact& fact, bool in_list);
  void type_members(const ir::TypeDoc& doc, KnownFact& fact);
  void add_duration(KnownList& list);
  KnownFact from_standard(const ir::FactInfo& info, ir::Index index, std::string label);
  void sort_facts();

  base::FaultList& faults_;
  std::vector<KnownFact> facts_;
  std::vector<KnownList> lists_;
  std::map<std::string, ir::Index, std::less<>> fact_index_, list_index_;
  std::set<std::string, std::less<>> groups_;
  std::deque<Members> members_;
  Members* remedies_ = nullptr;
  std::map<std::string, std::string, std::less<>> member_owner_;
};

/// The same type, and the same words, whatever their order.
bool same_type(const KnownFact& a, const KnownFact& b);

}  // namespace sanbao::check
