// SPDX-License-Identifier: Apache-2.0
//
// The writer of the hand-written program: see handwritten.hpp. Keys stand in the order of docs/records.md §5.
#include <algorithm>
#include <chrono>
#include <cstring>

#include "handwritten.hpp"

namespace sanbao::bench::hand {

namespace {

/// Writes where the caller has made room: the longest decision is far shorter than that.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}
  [[nodiscard]] char* at() const { return at_; }

  void text(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  template <std::size_t size>
  void text(const char (&literal)[size]) {
    std::memcpy(at_, literal, size - 1);
    at_ += size - 1;
  }
  void character(char c) { *at_++ = c; }

  void escaped(std::string_view text) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && c != '"' && c != '\\') {
        character(c);
      } else if (const auto found = std::string_view("\"\\\b\f\n\r\t").find(c);
                 found != std::string_view::npos) {
        character('\\');
        character("\"\\bfnrt"[found]);
      } else {
        constexpr char hex[] = "0123456789abcdef";
        this->text("\\u00");
        character(hex[byte >> 4]);
        character(hex[byte & 15]);
      }
    }
  }

  void date(std::int64_t day) {
    const std::chrono::year_month_day ymd{std::chrono::sys_days(std::chrono::days(day))};
    const auto year = static_cast<unsigned>(static_cast<int>(ymd.year()));
    character('"');
    two_digits(year / 100);
    two_digits(year % 100);
    character('-');
    two_digits(static_cast<unsigned>(ymd.month()));
    character('-');
    two_digits(static_cast<unsigned>(ymd.day()));
    character('"');
  }

  void whole(std::uint64_t value) {
    char digits[20];
    char* begin = digits + sizeof digits;
    do {
      *--begin = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
    text({begin, static_cast<std::size_t>(digits + sizeof digits - begin)});
  }

  /// Nothing here is below nought.
  void money(std::int64_t minor) {
    const auto value = static_cast<std::uint64_t>(minor);
    character('"');
    whole(value / 100);
    character('.');
    two_digits(static_cast<unsigned>(value % 100));
    character('"');
  }

 private:
  void two_digits(unsigned value) {
    character(static_cast<char>('0' + value / 10));
    character(static_cast<char>('0' + value % 10));
  }

  char* at_;
};

struct Name {
  std::uint8_t size;
  char text[8];
};
constexpr std::array<Name, rule_count> rule_names = {{
    {5, "\"2.2\""},  {5, "\"2.3\""},  {5, "\"2.4\""}, {5, "\"3.1\""}, {5, "\"3.2\""},
    {5, "\"3.3\""},  {5, "\"3.4\""},  {5, "\"3.5\""}, {5, "\"3.6\""}, {5, "\"3.7\""},
    {5, "\"3.8\""},  {3, "\"5\""},    {5, "\"6.1\""}, {5, "\"6.2\""}, {5, "\"6.3\""},
    {6, "\"6.4a\""}, {6, "\"6.4b\""}, {5, "\"6.5\""}, {3, "\"7\""},   {5, "\"7.1\""},
    {5, "\"7.2\""},  {5, "\"7.3\""},  {5, "\"7.4\""}, {5, "\"7.5\""},
}};

void write_rule(Pen& pen, std::size_t rule, bool first) {
  char* const at = pen.at();
  *at = ',';
  std::memcpy(at + (first ? 0 : 1), rule_names[rule].text, 8);
  pen = Pen(at + rule_names[rule].size + (first ? 0 : 1));
}

void write_rules(Pen& pen, const RuleList& list) {
  pen.character('[');
  for (std::size_t i = 0; i < list.size; ++i)
    write_rule(pen, list.ids[i], i == 0);
  pen.character(']');
}

void write_rules(Pen& pen, Rules rules) {
  pen.character('[');
  for (bool first = true; rules != 0; rules &= rules - 1, first = false)
    write_rule(pen, static_cast<std::size_t>(__builtin_ctz(rules)), first);
  pen.character(']');
}

constexpr std::string_view terms =
    R"(,"terms":{"6.5":{"guarantee":{"zh":"三包有效期自换货之日起重新计算","en":"the guarantee period starts anew on the day of the exchange"},"new_unit":{"zh":"不得将残次产品、不合格产品或修理过的产品换给消费者","en":"no defective, substandard or previously repaired unit may be given in exchange"},"papers":{"zh":"厂家在发票背面盖章，并换发三包凭证或在原凭证上盖章","en":"the vendor stamps the back of the invoice and issues a new certificate or stamps the old one"}}})";

void write_remedy(Pen& pen, const Verdict& verdict, Remedy remedy, bool combined) {
  const RemedyAnswer& answer = verdict.remedies[remedy];
  const auto name_policy = [&] {
    if (combined) pen.text(",\"policy\":\"hyundai-mp3\"");
  };
  if (answer.status == unavailable) {
    pen.text("{\"status\":\"unavailable\"");
    if (answer.excluded_by != 0) {
      name_policy();
      pen.text(",\"excluded_by\":");
      write_rules(pen, answer.excluded_by);
    }
    return pen.character('}');
  }
  if (answer.status == available) {
    pen.text("{\"status\":\"available\"");
  } else {
    pen.text("{\"status\":\"conditional\"");
  }
  name_policy();
  pen.text(",\"rules\":");
  write_rules(pen, answer.rules);
  if (answer.needs != 0) {
    pen.text(",\"needs\":");
    write_rules(pen, answer.needs);
  }
  if (remedy == return_goods && verdict.refunds) {
    pen.text(",\"pays\":{\"refund\":");
    pen.money(verdict.refund);
    if (verdict.charges) {
      pen.text("},\"charges\":{\"depreciation\":");
      pen.money(verdict.depreciation);
    }
    pen.text("},\"net\":");
    pen.money(verdict.refund - (verdict.charges ? verdict.depreciation : 0));
    pen.text(",\"currency\":\"CNY\"");
  }
  if (remedy == exchange) pen.text(terms);
  if (answer.until >= 0) {
    pen.text(",\"until\":");
    pen.date(answer.until);
  }
  pen.character('}');
}

constexpr std::array<std::string_view, 12> remedy_names = {"return",
                                                           "refund",
                                                           "compensation",
                                                           "exchange",
                                                           "repair",
                                                           "price_reduction",
                                                           "resend",
                                                           "part_exchange",
                                                           "paid_repair",
                                                           "spare_unit",
                                                           "transport_compensation",
                                                           "any"};

/// One that no rule grants is listed where it was asked for.
void write_other(Pen& pen, std::size_t wanted, std::size_t from, std::size_t to) {
  if (wanted < from || wanted > to) return;
  pen.text(",\"");
  pen.text(remedy_names[wanted]);
  pen.text("\":{\"status\":\"unavailable\"}");
}

void write_remedies(Pen& pen, const Verdict& verdict, std::size_t wanted, bool combined) {
  pen.text("{\"return\":");
  write_remedy(pen, verdict, return_goods, combined);
  write_other(pen, wanted, 1, 2);
  pen.text(",\"exchange\":");
  write_remedy(pen, verdict, exchange, combined);
  pen.text(",\"repair\":");
  write_remedy(pen, verdict, repair, combined);
  write_other(pen, wanted, 5, 7);
  pen.text(",\"paid_repair\":");
  write_remedy(pen, verdict, paid_repair, combined);
  write_other(pen, wanted, 9, 10);
  pen.character('}');
}

/// An exchange that names no part is taken to be one of the whole unit.
void write_assumed(Pen& pen, const Facts& facts) {
  pen.character('[');
  bool first = true;
  for (std::size_t i = 0; i < facts.exchanges.size(); ++i) {
    if (facts.exchanges[i].has(component)) continue;
    if (!first) pen.character(',');
    first = false;
    pen.text("{\"fact\":\"exchanges[");
    pen.whole(i);
    pen.text("].whole_unit\",\"value\":true}");
  }
  pen.character(']');
}

bool has_assumed(const Facts& facts) {
  return std::any_of(facts.exchanges.begin(), facts.exchanges.end(),
                     [](const Event& event) { return !event.has(component); });
}

void write_not_covered(Pen& pen, const Verdict& verdict, const Constants& constants) {
  pen.text(
      "not_covered\",\"remedies\":{},\"policies\":[],\"not_applied\":[{\"policy\":\"hyundai-mp3\","
      "\"version\":\"2008.1\",\"because\":[");
  bool first = true;
  const auto because = [&](bool is_so, std::string_view fact) {
    if (!is_so) return;
    if (!first) pen.character(',');
    first = false;
    pen.character('"');
    pen.text(fact);
    pen.character('"');
  };
  because(verdict.wrong_brand, "product.brand");
  because(verdict.wrong_category, "product.category");
  because(verdict.too_early, "purchase.sold_on");
  pen.text("]}],\"ask\":[],\"assumed\":[],\"engine\":\"");
  pen.text(constants.engine);
  pen.text("\"}");
}

}  // namespace

char* Output::reserve(std::size_t size) {
  if (capacity_ - used_ < size) {
    const std::size_t wanted = std::max(2 * capacity_, used_ + size);
    std::unique_ptr<char[]> bytes(new char[wanted]);
    std::memcpy(bytes.get(), bytes_.get(), used_);
    bytes_ = std::move(bytes);
    capacity_ = wanted;
  }
  return bytes_.get() + used_;
}

void write(const Facts& facts, const Verdict& verdict, const Constants& constants, Output& output) {
  static constexpr std::array<std::string_view, 3> outcomes = {"approved", "conditional", "denied"};
  constexpr std::size_t longest = 4096;  // of a decision, but for the id and what is assumed
  const bool has_id = facts.has(claim_id);
  Pen pen(output.reserve(longest + 6 * facts.text[claim_id].size() * (has_id ? 1 : 0) +
                         100 * facts.exchanges.size()));
  if (has_id) {
    pen.text("{\"claim\":\"");
    pen.escaped(facts.text[claim_id]);
    pen.text("\",\"as_of\":");
  } else {
    pen.text("{\"claim\":null,\"as_of\":");
  }
  pen.date(facts.value[filed_on]);
  pen.text(",\"requested\":\"");
  const auto wanted = static_cast<std::size_t>(facts.value[requests]);
  pen.text(remedy_names[wanted]);
  pen.text("\",\"outcome\":\"");
  if (verdict.outcome == not_covered) {
    write_not_covered(pen, verdict, constants);
    return output.advance_to(pen.at());
  }
  const std::string_view outcome = outcomes[verdict.outcome];
  pen.text(outcome);
  pen.text("\",\"remedies\":");
  write_remedies(pen, verdict, wanted, true);
  pen.text(",\"policies\":[{\"policy\":\"hyundai-mp3\",\"version\":\"2008.1\",\"digest\":\"");
  pen.text(constants.policy_digest);
  pen.text("\",\"calendars\":{\"cn\":\"");
  pen.text(constants.calendar_digest);
  pen.text("\"},\"outcome\":\"");
  pen.text(outcome);
  pen.text("\",\"remedies\":");
  write_remedies(pen, verdict, wanted, false);
  pen.text(",\"codes\":{\"holds\":");
  write_rules(pen, verdict.holds);
  pen.text(",\"open\":[],\"fails\":");
  write_rules(pen, verdict.fails);
  pen.text(",\"overridden\":");
  write_rules(pen, verdict.overridden);
  pen.character('}');
  if (has_assumed(facts)) {
    pen.text(",\"assumed\":");
    write_assumed(pen, facts);
  }
  if (verdict.outcome == denied) pen.text(",\"notices\":[\"8\"]");
  pen.text("}],\"ask\":[],\"assumed\":");
  write_assumed(pen, facts);
  pen.text(",\"engine\":\"");
  pen.text(constants.engine);
  pen.text("\"}");
  output.advance_to(pen.at());
}

}  // namespace sanbao::bench::hand
