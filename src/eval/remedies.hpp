// SPDX-License-Identifier: Apache-2.0
//
// What one policy says of one remedy: status, the rules behind it, unmet needs, money (docs/language.md §3).
//
//   x = some exclusion holds · due = not x and some live grant holds · ok = due with the grant's needs met
//   available: ok · conditional: due, not ok · unavailable: not due · conflict: different money
//
// each for every completion of the open atoms; what all completions agree on is said, the rest is unknown.
// In: a Session and a RemedyPlan. Out: a RemedyResult. Never orders by the file, never guesses a fact.
// Tested by tests/unit/eval_completions_test.cpp and tests/cases/meaning.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "eval/completions.hpp"
#include "sanbao/decision.hpp"
#include "values/exact.hpp"

namespace sanbao::eval {

/// One amount in minor units; nothing where it is open.
struct Amount {
  std::string_view key;
  bool charge = false;
  std::optional<std::int64_t> minor;
};
/// An entry of `pays` or `charges`, in minor units; nothing where it is open or has no value.
[[nodiscard]] std::optional<std::int64_t> minor_of(const Scalar& scalar);
/// Pays before charges, each by key.
void sort_amounts(std::vector<Amount>& amounts);
[[nodiscard]] bool same(const std::vector<Amount>& a, const std::vector<Amount>& b);

/// What some grants give.
struct MoneyResult {
  std::vector<Index> rules;
  std::vector<Amount> amounts;
  bool open_choice = false;  ///< `prefer`: which grant pays most is still open

  [[nodiscard]] bool is_open() const;
  /// Pays less charges; nothing where an amount is open.
  [[nodiscard]] std::optional<values::Int128> sum() const;
  /// The same as an amount; nothing, too, where it is none that can be written.
  [[nodiscard]] std::optional<std::int64_t> net() const;
  [[nodiscard]] bool overflows() const { return sum() && !net(); }
  [[nodiscard]] bool same_amounts(const MoneyResult& other) const {
    return same(amounts, other.amounts);
  }
};

struct RemedyResult {
  Status status = Status::unavailable;
  bool due_always = false;  ///< conditional at least
  bool unlisted =
      false;  ///< the lists are empty, those of rules still to be filled (Decided::list)
  std::vector<Index> rules;  ///< grants ok (else due) in every completion
  std::vector<Index> excluded_by;
  std::vector<Index> needs;
  MoneyResult money;
  bool amount_asks = false;  ///< an amount is open for want of a fact
  std::vector<MoneyResult> conflict, preferred;
  std::vector<Index> grants;     ///< into RemedyPlan::grants, those of `rules`
  std::vector<Index> additions;  ///< into RemedyPlan::additions, true in every completion

  void clear();
};

/// How much is wanted.
enum class Want : std::uint8_t { status, all };

class RemedySolver {
 public:
  void solve(Session& session, const ir::RemedyPlan& plan, Want want, RemedyResult& result);

 private:
  /// What one reading of the conditions gives, for each completion.
  struct Table {
    std::vector<Mask> exclusion, grant, addition, own_need, addition_need;
    std::vector<Mask> due, ok;  ///< by grant
    Mask excluded{1}, any_due{1}, any_ok{1};
  };
  /// Completions with one status and one answer about money.
  struct Part {
    Mask mask{1};
    Status status = Status::unavailable;
    bool open = false;  ///< whether the money is equal is open for want of a fact
    MoneyResult money;
    Why amount_why = 0;
    std::vector<MoneyResult> conflict, preferred;
  };
  struct Item {
    std::string_view key;
    bool charge = false;
    NodeId node = ir::no_node;
    Scalar amount;
  };
  using Items = std::vector<Item>;

  void read(Table& table, bool collapse);
  void conclude(Table& table);
  void merge(Table& into, const Table& from, const Mask& where) const;
  void statuses(Table& table, std::vector<Part>& parts);
  void split(std::vector<Mask>& masks, const Mask& by) const;
  void settle_part(Table& table, Part& part, bool due);
  Items items_of(const ir::GrantPlan& grant, const Table& table, std::size_t bit);
  MoneyResult money_of(const Items& items, Index rule) const;
  Tri equal(const Items& a, const Items& b) const;
  void settle_conflict(Part& part, const std::vector<Index>& grants,
                       const std::vector<Items>& items);
  /// `certain`: by grant, whether it is live for certain; only such a one can be taken.
  void prefer(Part& part, const std::vector<Index>& grants, const std::vector<Items>& items,
              const std::vector<std::uint8_t>& certain);
  [[nodiscard]] std::optional<std::int64_t> upper_bound(const Item& item);
  static void merge_conflicts(std::vector<MoneyResult>& into, const std::vector<MoneyResult>& from);
  void count_as_different();
  bool differs_in_sample();
  void add_choice();
  void finish_money(RemedyResult& result);
  [[nodiscard]] bool money_varies_by_asking() const;
  void solve_kleene(RemedyResult& result);
  Status kleene_status(RemedyResult& result);
  Status kleene_money(Status status, const std::vector<Tri>& by, RemedyResult& result);
  void kleene_unmet(const std::vector<Tri>& due_by, std::vector<Index>& unmet);
  void open_amounts(const ir::AdditionPlan& addition, Why why, Items& items) const;
  [[nodiscard]] bool carried(Index addition, const std::vector<Tri>& by) const;
  Tri kleene_root(NodeId node, bool otherwise);
  Tri kleene_condition(Index rule);
  Tri kleene_needs(const std::vector<NodeId>& needs);

  [[nodiscard]] Mask ones() const;
  [[nodiscard]] bool some(const Mask& mask) const;
  [[nodiscard]] bool every(const Mask& mask) const;
  [[nodiscard]] Mask node_mask(NodeId node, bool otherwise, bool collapse) const;
  [[nodiscard]] std::size_t first_bit(const Mask& mask) const;

  Session* session_ = nullptr;
  const ir::RemedyPlan* plan_ = nullptr;
  Completions view_;  ///< of the remedy's conditions
  Want want_ = Want::all;
  bool kleene_collapse_ = false;  ///< nulls are read as not established
  Table raw_, collapsed_;
  std::vector<Part> parts_;

  // gathered over choices
  std::uint8_t seen_ = 0;  ///< bit a status; bit 7: open
  bool due_always_ = true;
  std::vector<std::uint8_t> grant_ok_, grant_due_, exclusion_always_, addition_always_, need_unmet_,
      addition_need_unmet_;
  std::vector<Part> money_parts_;
  bool money_asks_ = false;  ///< amounts differ between completions of absent facts
};

/// Whether a condition holds in every completion, in none, or neither (`holds` in docs/records.md, "A decision").
Tri exactly(Session& session, const ir::Formula& formula, NodeId condition,
            Completions& completions);

/// The leaves because of which such a condition is open, where all of them are open for nulls alone; else nothing.
std::vector<Index> null_leaves(Session& session, const ir::Formula& formula, NodeId condition,
                               Completions& completions);

}  // namespace sanbao::eval
