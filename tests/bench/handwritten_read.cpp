// SPDX-License-Identifier: Apache-2.0
//
// The reader of the hand-written program: see handwritten.hpp. simdjson finds the keys and values, the
// values are converted from their own characters; which keys there are stands in handwritten_keys.hpp.
#include <simdjson.h>

#include <chrono>
#include <cstring>

#include "handwritten_keys.hpp"

namespace sanbao::bench::hand {

namespace ondemand = simdjson::ondemand;

namespace {

/// A string's characters between its quotes, escapes as they stand. Eight bytes may be read from any of them.
struct Characters {
  const char* begin;
  std::size_t length;
};
inline Characters characters(const char* begin) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = 0x8080808080808080U;
  for (const char* at = begin;; at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, 8);
    const std::uint64_t quotes = bytes ^ ones * '"';
    const std::uint64_t slashes = bytes ^ ones * '\\';
    const std::uint64_t found =
        (((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes)) & highs;
    if (found == 0) continue;
    at += __builtin_ctzll(found) / 8;
    while (*at != '"')
      at += *at == '\\' ? 2 : 1;
    return {begin, static_cast<std::size_t>(at - begin)};
  }
}

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline int two_digits(const char* at) {
  return is_digit(at[0]) && is_digit(at[1]) ? (at[0] - '0') * 10 + (at[1] - '0') : -1000;
}

/// `hh:mm` in minutes; below nought where it is none.
int clock(const char* at) {
  const int hour = two_digits(at);
  const int minute = two_digits(at + 3);
  return at[2] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 ? -1
                                                                            : hour * 60 + minute;
}

/// From the `T` of an instant to its end: what is to be added to its day for the day in China.
bool read_instant(std::string_view tail, std::int64_t& day) {
  if (tail.size() < 10 || tail[0] != 'T' || tail[6] != ':') return false;
  const int minutes = clock(tail.data() + 1);
  const int seconds = two_digits(tail.data() + 7);
  if (minutes < 0 || seconds < 0 || seconds > 59) return false;
  std::size_t at = 9;
  if (tail[at] == '.') {
    const std::size_t point = at++;
    while (at < tail.size() && is_digit(tail[at]))
      ++at;
    if (at == point + 1) return false;
  }
  const std::string_view zone = tail.substr(at);
  int offset = 0;
  if (zone != "Z") {
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-')) return false;
    offset = clock(zone.data() + 1);
    if (offset < 0) return false;
    if (zone[0] == '-') offset = -offset;
  }
  constexpr int in_a_day = 24 * 60;
  const int local = minutes - offset + 8 * 60;
  day += local >= 2 * in_a_day ? 2 : local >= in_a_day ? 1 : local < 0 ? -1 : 0;
  // The years of summer time in China, 1986-05-04 to 1991-09-15.
  return day < 5967 || day > 7927;
}

bool read_date(const char* at, bool may_be_never, std::int64_t& day) {
  if (at[0] == 'n') {
    day = never;
    return may_be_never && std::memcmp(at, "never\"", 6) == 0;
  }
  const Characters text = characters(at);
  if (text.length < 10 || at[4] != '-' || at[7] != '-') return false;
  const int year = two_digits(at) * 100 + two_digits(at + 2);
  const int month = two_digits(at + 5);
  const int number = two_digits(at + 8);
  if (year < 1970 || year > 2199 || month < 1 || month > 12 || number < 1) return false;
  const std::chrono::year_month_day ymd(std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(number)));
  if (!ymd.ok()) return false;
  day = std::chrono::sys_days(ymd).time_since_epoch().count();
  return text.length == 10 || read_instant({at + 10, text.length - 10}, day);
}

/// Digits and at most `places` decimals, as a whole number of the last place; ends at `end`.
bool read_decimal(const char* at, const char* end, int places, std::int64_t most,
                  std::int64_t& value) {
  if (at == end || (*at == '0' && at + 1 != end && at[1] != '.') || end - at > 26) return false;
  std::int64_t number = 0;
  const char* const begin = at;
  for (; at != end && is_digit(*at); ++at) {
    number = number * 10 + (*at - '0');
    if (number > most) return false;
  }
  if (at == begin) return false;
  int decimals = 0;
  if (at != end && *at == '.') {
    for (++at; at != end && is_digit(*at) && decimals < places; ++at, ++decimals)
      number = number * 10 + (*at - '0');
    if (decimals == 0) return false;
  }
  if (at != end) return false;
  for (; decimals < places; ++decimals)
    number *= 10;
  value = number;
  return number <= most;
}

/// The end of a number that begins at `at`.
const char* end_of_number(const char* at) {
  while (*at != ',' && *at != '}' && *at != ']' && *at != ' ' && *at != '\t' && *at != '\r' &&
         *at != '\n')
    ++at;
  return at;
}

constexpr std::int64_t most_minor = 100'000'000'000'000'000;
constexpr std::int64_t most_count = 1'000'000'000'000;

template <typename Table>
bool read_member(const char* token, const Table& table, std::int64_t& value) {
  if (*token != '"') return false;
  const Characters text = characters(token + 1);
  value = table.find(text.begin, text.length);
  return value >= 0;
}

bool read_documents(ondemand::value& value, std::int64_t& bits) {
  ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) return false;
  bits = 0;
  for (auto element : array) {
    ondemand::value item;
    std::int64_t member = 0;
    if (element.get(item) != simdjson::SUCCESS) return false;
    if (!read_member(item.raw_json_token().data(), papers, member)) return false;
    if ((bits >> member & 1) != 0) return false;
    bits |= std::int64_t{1} << member;
  }
  return true;
}

bool read_texts(ondemand::value& value) {
  ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) return false;
  for (auto element : array) {
    std::string_view text;
    if (element.get_string().get(text) != simdjson::SUCCESS) return false;
  }
  return true;
}

bool read_rate(const char* token, std::int64_t& parts) {
  if (*token != '"') return false;
  const Characters text = characters(token + 1);
  const std::string_view whole(text.begin, text.length);
  const bool percent = whole.ends_with("%");
  if (!percent && !whole.ends_with("\xE2\x80\xB0")) return false;
  const char* const end = text.begin + text.length - (percent ? 1 : 3);
  return read_decimal(text.begin, end, 6, percent ? 10'000'000'000'000 : 100'000'000'000'000,
                      parts);
}

bool read_value(ondemand::value& value, const char* token, Form form, std::int64_t& number,
                std::string_view& text) {
  const bool quoted = *token == '"';
  switch (form) {
    case Form::truth: {
      bool truth = false;
      if (value.get_bool().get(truth) != simdjson::SUCCESS) return false;
      number = truth ? 1 : 0;
      return true;
    }
    case Form::date:
      return quoted && read_date(token + 1, true, number);
    case Form::day_for_certain:
      return quoted && read_date(token + 1, false, number);
    case Form::money: {
      const char* const begin = quoted ? token + 1 : token;
      const char* const end = quoted ? begin + characters(begin).length : end_of_number(begin);
      return read_decimal(begin, end, 2, most_minor, number);
    }
    case Form::number:
      return read_decimal(token, end_of_number(token), 6, most_count * 1'000'000, number);
    case Form::count:
      return read_decimal(token, end_of_number(token), 0, most_count, number);
    case Form::rate:
      return read_rate(token, number);
    case Form::text:
      return value.get_string().get(text) == simdjson::SUCCESS;
    case Form::set_of_text:
      return read_texts(value);
    case Form::documents:
      return read_documents(value, number);
    case Form::requests:
      return read_member(token, remedy_words, number);
    case Form::cause:
      return read_member(token, causes, number);
    case Form::kind:
      return read_member(token, kinds, number);
    case Form::fault_part:
      return read_member(token, fault_parts, number);
    case Form::problem:
      return read_member(token, problems, number);
    case Form::energy:
      return read_member(token, energies, number);
    case Form::exemption:
      return read_member(token, exemptions, number);
    case Form::freight_party:
      return read_member(token, freight_parties, number);
    case Form::channel:
      return read_member(token, channels, number);
    case Form::use:
      return read_member(token, uses, number);
    case Form::delay_cause:
      return read_member(token, delay_causes, number);
    case Form::replacement:
      return read_member(token, replacements, number);
  }
  return false;
}

inline bool is_null(const char* token) {
  return std::memcmp(token, "null", 4) == 0 && end_of_number(token) == token + 4;
}

template <typename Table>
bool read_group(ondemand::value& group, const Table& table, Facts& facts) {
  ondemand::object object;
  if (group.get_object().get(object) != simdjson::SUCCESS) return false;
  for (auto item : object) {
    ondemand::field field;
    if (std::move(item).get(field) != simdjson::SUCCESS) return false;
    const Characters name = characters(field.key().raw());
    const int found = table.find(name.begin, name.length);
    if (found < 0) continue;
    const Key& key = table.entries[static_cast<std::size_t>(found)];
    const std::uint64_t bit = std::uint64_t{1} << key.place % 64;
    const char* const token = field.value().raw_json_token().data();
    if (is_null(token)) {
      facts.null[key.place / 64] |= bit;
      continue;
    }
    if (!read_value(field.value(), token, key.form, facts.value[key.place], facts.text[key.place]))
      return false;
    facts.given[key.place / 64] |= bit;
  }
  return true;
}

template <typename Table>
bool read_event(ondemand::value& value, const Table& table, Event& event) {
  ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return false;
  for (auto item : object) {
    ondemand::field field;
    if (std::move(item).get(field) != simdjson::SUCCESS) return false;
    const Characters name = characters(field.key().raw());
    const int found = table.find(name.begin, name.length);
    if (found < 0) continue;
    const Key& key = table.entries[static_cast<std::size_t>(found)];
    const char* const token = field.value().raw_json_token().data();
    if (is_null(token)) {
      event.null |= 1U << key.place;
      continue;
    }
    std::string_view text;
    if (!read_value(field.value(), token, key.form, event.value[key.place], text)) return false;
    event.given |= 1U << key.place;
  }
  return !event.has(received_on) || !event.has(returned_on) ||
         event.value[received_on] <= event.value[returned_on];
}

template <typename Table>
bool read_events(ondemand::value& value, const Table& table, std::vector<Event>& events) {
  ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) return false;
  for (auto element : array) {
    ondemand::value item;
    if (element.get(item) != simdjson::SUCCESS) return false;
    if (!read_event(item, table, events.emplace_back())) return false;
  }
  return true;
}

bool read_member_of_record(ondemand::value& value, int group, Facts& facts) {
  switch (group) {
    case 0:
      return read_group(value, accessory_keys, facts);
    case 1:
      return read_group(value, claim_keys, facts);
    case 2:
      return read_group(value, consumer_keys, facts);
    case 3:
      return read_group(value, contract_keys, facts);
    case 4:
      return read_group(value, fault_keys, facts);
    case 5:
      return read_group(value, goods_keys, facts);
    case 6:
      return read_group(value, product_keys, facts);
    case 7:
      return read_group(value, promise_keys, facts);
    case 8:
      return read_group(value, proof_keys, facts);
    case 9:
      return read_group(value, purchase_keys, facts);
    case 10:
      return read_group(value, stock_keys, facts);
    case 11:
      return read_group(value, usage_keys, facts);
    case 12:
      return read_group(value, vehicle_keys, facts);
    case 13:
      facts.has_exchanges = !is_null(value.raw_json_token().data());
      return !facts.has_exchanges || read_events(value, exchange_keys, facts.exchanges);
    case 14:
      facts.has_repairs = !is_null(value.raw_json_token().data());
      return !facts.has_repairs || read_events(value, repair_keys, facts.repairs);
    case 15:
      return is_null(value.raw_json_token().data()) ||
             read_events(value, resend_keys, facts.resends);
    default:
      return true;
  }
}

}  // namespace

void Facts::clear() {
  given = null = {};
  has_repairs = has_exchanges = false;
  repairs.clear();
  exchanges.clear();
  resends.clear();
}

struct Reader::State {
  ondemand::parser parser;
};

Reader::Reader() : state_(std::make_unique<State>()) {}
Reader::~Reader() = default;

bool Reader::read(std::string_view line, std::size_t room, Facts& facts) {
  facts.clear();
  ondemand::document document;
  ondemand::object record;
  const simdjson::padded_string_view text(line.data(), line.size(), room);
  if (state_->parser.iterate(text).get(document) != simdjson::SUCCESS) return false;
  if (document.get_object().get(record) != simdjson::SUCCESS) return false;
  for (auto item : record) {
    ondemand::field field;
    if (std::move(item).get(field) != simdjson::SUCCESS) return false;
    const Characters name = characters(field.key().raw());
    if (!read_member_of_record(field.value(), groups.find(name.begin, name.length), facts))
      return false;
  }
  const char* rest = nullptr;
  return document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;  // nothing behind it
}

}  // namespace sanbao::bench::hand
