// SPDX-License-Identifier: Apache-2.0
//
// ClaimMaker: see claims.hpp. Days are counted from 1970-01-01 and written by CivilDate.
#include "claims.hpp"

#include <algorithm>
#include <array>

#include "sanbao/values/civil_date.hpp"

namespace sanbao::bench {

namespace {

int day_of(int year, unsigned month, unsigned day) {
  return CivilDate::from_ymd(year, month, day)->days_since_epoch();
}

/// Days at which a last day meets a holiday, a worked weekend, a plain weekend or a leap day.
const std::vector<int>& ends() {
  static const std::vector<int> days = {
      day_of(2009, 1, 1),  day_of(2010, 10, 1),  day_of(2011, 2, 2),  day_of(2013, 2, 9),
      day_of(2014, 5, 1),  day_of(2015, 9, 3),   day_of(2016, 2, 28), day_of(2016, 2, 29),
      day_of(2017, 10, 1), day_of(2018, 12, 31), day_of(2019, 5, 1),  day_of(2020, 1, 24),
      day_of(2021, 2, 28), day_of(2021, 10, 1),  day_of(2022, 1, 31), day_of(2023, 9, 29),
      day_of(2024, 2, 10), day_of(2024, 2, 29),  day_of(2024, 5, 11), day_of(2024, 6, 10),
      day_of(2025, 1, 28), day_of(2025, 5, 1),   day_of(2025, 10, 1)};
  return days;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  out += text;
  out += '"';
  return out;
}

}  // namespace

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
  z = (z ^ z >> 27) * 0x94D049BB133111EBU;
  return z ^ z >> 31;
}

int Random::between(int low, int high) {
  const auto span = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<int>(next() % span);
}

void ClaimMaker::add(std::string_view group, std::string_view key, std::string value, bool read) {
  members_.push_back({group, key, std::move(value), read});
}

void ClaimMaker::add_bool(std::string_view group, std::string_view key, bool value, bool read) {
  add(group, key, value ? "true" : "false", read);
}

bool ClaimMaker::mostly(bool value, int percent) {
  return random_.in_hundred(percent) != value;
}

std::string_view ClaimMaker::one_of(const std::vector<std::string_view>& words) {
  return words[static_cast<std::size_t>(random_.between(0, static_cast<int>(words.size()) - 1))];
}

// One in fifty is an instant: midnight of that day in China is the day before in UTC.
std::string ClaimMaker::date(int day) {
  if (random_.in_hundred(2)) {
    const bool from_utc = random_.in_hundred(50);
    const auto told = CivilDate::from_days(from_utc ? day - 1 : day);
    return quoted(told.to_string() + (from_utc ? "T16:00:00Z" : "T09:30:15+08:00"));
  }
  return quoted(CivilDate::from_days(day).to_string());
}

std::string ClaimMaker::money(int cents) {
  std::string text = std::to_string(cents / 100);
  if (cents % 100 != 0 || !random_.in_hundred(10)) {
    text += '.';
    text += static_cast<char>('0' + cents / 10 % 10);
    text += static_cast<char>('0' + cents % 10);
  }
  return random_.in_hundred(20) ? text : quoted(text);
}

void ClaimMaker::make() {
  members_.clear();
  events_.clear();
  ++number_;
  int sold = 0;
  if (random_.in_hundred(30)) {
    const auto last = static_cast<int>(ends().size()) - 1;
    const int end = ends()[static_cast<std::size_t>(random_.between(0, last))];
    static constexpr std::array<int, 4> lengths = {7, 30, 365, 366};
    sold = end + random_.between(-2, 2) - lengths[static_cast<std::size_t>(random_.between(0, 3))];
  } else {
    sold = random_.between(day_of(2008, 1, 1), day_of(2025, 6, 30));
  }
  if (random_.in_hundred(1)) sold = day_of(2007, 12, 31);
  const int way = random_.between(0, 99);
  int filed = sold + random_.between(0, 420);
  if (way < 22) {
    filed = sold + 7 + random_.between(-8, 10);
  } else if (way < 40) {
    filed = sold + 30 + random_.between(-4, 10);
  } else if (way < 55) {
    filed = sold + 365 + random_.between(-3, 12);
  }
  std::string id = std::to_string(number_);
  id.insert(0, id.size() < 8 ? 8 - id.size() : 0, '0');
  add("claim", "id", quoted("C-" + id));
  add("claim", "filed_on", date(filed), true);
  add("claim", "requests",
      quoted(one_of({"return", "return", "return", "exchange", "exchange", "repair", "repair",
                     "repair", "repair", "any", "any", "paid_repair", "refund"})),
      true);
  make_purchase(sold, filed);
  make_product_and_fault();
  make_goods();
  make_repairs(sold, filed);
  make_exchanges(sold, filed);
}

void ClaimMaker::make_purchase(int sold, int filed) {
  add("purchase", "id", quoted("P-" + std::to_string(random_.between(10000000, 99999999))));
  add("purchase", "ordered_on", date(sold - random_.between(0, 3)));
  add("purchase", "sold_on", date(sold), true);
  add("purchase", "invoiced_on", date(sold + (random_.in_hundred(75) ? 0 : random_.between(-1, 9))),
      true);
  add("purchase", "delivered_on", date(sold + random_.between(0, 5)));
  const int price = random_.in_hundred(5) ? random_.between(1, 999) : random_.between(9900, 399900);
  const int net = price / 100 * random_.between(55, 105) + 1;
  add("purchase", "price", money(price), true);
  add("purchase", "paid", money(price));
  add("purchase", "net_dealer_price", money(net), true);
  add_bool("purchase", "sold_directly", random_.in_hundred(60), true);
  add("purchase", "channel", quoted(one_of({"store", "online", "phone", "mail_order"})));
  add("purchase", "region", quoted(one_of({"CN-ZJ", "CN-BJ", "CN-GD", "CN-SH"})));
  add("purchase", "use", quoted("household"));
  std::string documents = "[";
  for (const std::string_view document : {"invoice", "guarantee_certificate", "payment_record"}) {
    if (random_.in_hundred(document == "payment_record" ? 70 : 10)) continue;
    if (documents.size() > 1) documents += ',';
    documents += quoted(document);
  }
  add("purchase", "documents", documents + "]", true);
  static_cast<void>(filed);
}

void ClaimMaker::make_product_and_fault() {
  add("product", "category", quoted(random_.in_hundred(98) ? "mp3_player" : "disc_player"), true);
  add("product", "brand", quoted(random_.in_hundred(98) ? "现代" : "其他"), true);
  add("product", "model", quoted("HY-" + std::to_string(random_.between(100, 999))));
  add("product", "serial", quoted("SN" + std::to_string(random_.between(1000000, 9999999))));
  add("fault", "kind",
      quoted(random_.in_hundred(85)
                 ? std::string_view("performance")
                 : one_of({"cosmetic", "missing_parts", "software", "not_as_described", "none"})),
      true);
  add("fault", "cause",
      quoted(random_.in_hundred(75)
                 ? std::string_view("own_component")
                 : one_of({"misuse", "installation", "storage", "transport", "force_majeure",
                           "unauthorised_repair", "modification", "third_party_part", "wear"})),
      true);
  add("fault", "component", quoted(one_of({"mainboard", "battery", "headset", "memory"})));
  add_bool("fault", "confirmed", mostly(true, 10), true);
  add_bool("fault", "described", mostly(true, 8), true);
}

void ClaimMaker::make_goods() {
  add_bool("goods", "accessories_complete", mostly(true, 20), true);
  for (const std::string_view key :
       {"human_damage", "opened_by_unauthorised", "modified", "counterfeit", "certificate_altered"})
    add_bool("goods", key, mostly(false, 3), true);
  for (const std::string_view key : {"label_intact", "serial_matches", "model_matches"})
    add_bool("goods", key, mostly(true, 3), true);
  add_bool("stock", "same_model", random_.in_hundred(60), true);
  add_bool("consumer", "accepts_exchange", random_.in_hundred(40), true);
  add_bool("consumer", "accepts_other_model", random_.in_hundred(40), true);
  add_bool("proof", "within_guarantee", random_.in_hundred(40), true);
}

void ClaimMaker::make_repairs(int sold, int filed) {
  const int wanted = std::max(0, random_.between(-1, 3));
  int begin = sold;
  for (int i = 0; i < wanted; ++i) {
    begin += random_.between(0, 60);
    if (begin > filed) break;  // an event after the claim says nothing about it
    Event repair{"repairs", {}};
    auto& fields = repair.fields;
    const int end = begin + (random_.in_hundred(90) ? random_.between(0, 25) : 100);
    fields.push_back({{}, "received_on", date(begin), true});
    fields.push_back({{}, "returned_on", end > filed ? "\"never\"" : date(end), true});
    fields.push_back({{}, "fixed", mostly(false, 30) ? "true" : "false", true});
    const int waited = random_.in_hundred(85) ? random_.between(0, 20) : random_.between(88, 93);
    fields.push_back({{}, "waiting_days", std::to_string(waited), true});
    fields.push_back({{}, "component", quoted(one_of({"mainboard", "battery"})), false});
    fields.push_back(
        {{}, "fault_code", quoted("E" + std::to_string(random_.between(10, 99))), false});
    fields.push_back({{}, "authorised", "true", false});
    events_.push_back(std::move(repair));
    begin = end;  // overlaps begin on the day of the end or before
    if (random_.in_hundred(15)) begin -= random_.between(0, 5);
  }
}

void ClaimMaker::make_exchanges(int sold, int filed) {
  const int wanted = std::max(0, random_.between(-4, 2));
  for (int i = 0; i < wanted && filed > sold; ++i) {
    Event exchange{"exchanges", {}};
    // The guarantee that starts anew ends within the years of the calendar.
    const int latest = std::min(filed, day_of(2025, 12, 15));
    exchange.fields.push_back({{}, "on", date(random_.between(sold, latest)), true});
    if (random_.in_hundred(30))
      exchange.fields.push_back({{}, "component", quoted(one_of({"battery", "headset"})), false});
    events_.push_back(std::move(exchange));
  }
}

void ClaimMaker::drop_some() {
  const int wanted = random_.between(1, 3);
  for (int dropped = 0; dropped < wanted;) {
    std::vector<Member>* from = &members_;
    if (!events_.empty() && random_.in_hundred(15))
      from = &events_[static_cast<std::size_t>(
                          random_.between(0, static_cast<int>(events_.size()) - 1))]
                  .fields;
    if (from->empty()) continue;
    const auto at =
        static_cast<std::ptrdiff_t>(random_.between(0, static_cast<int>(from->size()) - 1));
    if (!(*from)[static_cast<std::size_t>(at)].read_by_policy) continue;
    from->erase(from->begin() + at);
    ++dropped;
  }
}

void ClaimMaker::write_event(const Event& event, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < event.fields.size(); ++i) {
    if (i > 0) out += ',';
    out += quoted(event.fields[i].key);
    out += ':';
    out += event.fields[i].value;
  }
  out += '}';
}

void ClaimMaker::write(std::string& out) const {
  out += '{';
  std::string_view group;
  for (const Member& member : members_) {
    if (member.group != group) {
      if (!group.empty()) out += "},";
      group = member.group;
      out += quoted(group);
      out += ":{";
    } else {
      out += ',';
    }
    out += quoted(member.key);
    out += ':';
    out += member.value;
  }
  if (!group.empty()) out += '}';
  for (const std::string_view list : {"repairs", "exchanges"}) {
    out += ',';
    out += quoted(list);
    out += ":[";
    bool first = true;
    for (const Event& event : events_) {
      if (event.list != list) continue;
      if (!first) out += ',';
      first = false;
      write_event(event, out);
    }
    out += ']';
  }
  out += "}\n";
}

void ClaimMaker::append_whole(std::string& out) {
  make();
  write(out);
}

void ClaimMaker::append_lacking(std::string& out) {
  make();
  drop_some();
  write(out);
}

void ClaimMaker::append_long(std::string& out, std::size_t most) {
  const auto is_repair = [](const Event& event) { return event.list == "repairs"; };
  do {
    make();
  } while (std::ranges::none_of(events_, is_repair));
  drop_some();
  std::string line;
  write(line);
  std::string event;
  const Event repair = *std::ranges::find_if(events_, is_repair);
  write_event(repair, event);
  events_.insert(events_.end(), (most - line.size()) / (event.size() + 1), repair);
  write(out);
}

}  // namespace sanbao::bench
