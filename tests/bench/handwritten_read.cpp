// SPDX-License-Identifier: Apache-2.0
//
// The reader of the hand-written program: see handwritten.hpp. simdjson finds the keys and values, the
// values are converted from their own characters.
#include <simdjson.h>

#include <chrono>
#include <cstring>

#include "handwritten.hpp"

namespace sanbao::bench::hand {

namespace ondemand = simdjson::ondemand;

namespace {

/// The first eight bytes of a word, noughts behind its end. `text` may be read eight bytes on.
inline std::uint64_t front(const char* text, std::size_t length) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, 8);
  return length >= 8 ? bytes : bytes & ((std::uint64_t{1} << 8 * length) - 1);
}

/// Eight bytes at a time, the last eight overlapping: words are short, and memcmp is a call.
inline bool same(const char* word, const char* text, std::size_t length) {
  if (length < 8) {
    for (std::size_t i = 0; i < length; ++i)
      if (word[i] != text[i]) return false;
    return true;
  }
  for (std::size_t i = 0; i < length - 8; i += 8)
    if (front(word + i, 8) != front(text + i, 8)) return false;
  return front(word + length - 8, 8) == front(text + length - 8, 8);
}

constexpr std::uint64_t front_of(std::string_view word) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < word.size() && i < 8; ++i)
    bytes |= std::uint64_t{static_cast<unsigned char>(word[i])} << 8 * i;
  return bytes;
}

constexpr std::size_t place_of(std::uint64_t bytes, std::size_t length, std::uint64_t factor,
                               unsigned bits) {
  return static_cast<std::size_t>((bytes + length * 0x9E3779B97F4A7C15U) * factor >> (64 - bits));
}

/// Words found by one multiplication; the factor without a collision is searched by the compiler.
template <typename Entry, std::size_t count>
struct Words {
  static constexpr unsigned bits = count <= 4 ? 4 : count <= 12 ? 6 : 8;
  std::array<Entry, count> entries;
  std::array<std::uint8_t, std::size_t{1} << bits> places{};  // of entries, from 1
  std::uint64_t factor = 0;

  consteval explicit Words(const std::array<Entry, count>& list) : entries(list) {
    for (std::uint64_t seed = 1; factor == 0; ++seed) {
      const std::uint64_t trial = (seed * 0xBF58476D1CE4E5B9U) | 1U;
      places = {};
      bool collides = false;
      for (std::size_t i = 0; i < count && !collides; ++i) {
        auto& place =
            places[place_of(front_of(entries[i].word), entries[i].word.size(), trial, bits)];
        collides = place != 0;
        place = static_cast<std::uint8_t>(i + 1);
      }
      if (!collides) factor = trial;
    }
  }

  /// The word's place in the list; -1 where it is none of them.
  [[nodiscard]] int find(const char* text, std::size_t length) const {
    const std::uint8_t place = places[place_of(front(text, length), length, factor, bits)];
    if (place == 0) return -1;
    const std::string_view word = entries[place - std::size_t{1}].word;
    return word.size() == length && same(word.data(), text, length) ? place - 1 : -1;
  }
};

struct Member {
  std::string_view word;
};
template <typename... Each>
consteval auto members(Each... each) {
  return Words<Member, sizeof...(each)>(std::array<Member, sizeof...(each)>{Member{each}...});
}

constexpr auto remedy_words =
    members("return", "refund", "compensation", "exchange", "repair", "price_reduction", "resend",
            "part_exchange", "paid_repair", "spare_unit", "transport_compensation", "any");
constexpr auto causes =
    members("own_component", "misuse", "installation", "storage", "transport", "force_majeure",
            "unauthorised_repair", "modification", "third_party_part", "software", "virus",
            "power_surge", "environment", "wear");
constexpr auto kinds =
    members("performance", "cosmetic", "missing_parts", "transit_damage", "counterfeit",
            "not_as_described", "software", "late_dispatch", "late_arrival", "none");
constexpr auto fault_parts = members("assembly", "main_part");
constexpr auto problems = members("steering_failure", "brake_failure", "body_cracking", "fuel_leak",
                                  "battery_fire", "other");
constexpr auto energies = members("fuel", "hybrid", "plug_in_hybrid", "electric");
constexpr auto exemptions =
    members("made_to_order", "perishable", "digital", "opened_media", "periodical", "seal_matters",
            "loses_value", "near_expiry_or_flawed", "none");
constexpr auto freight_parties = members("seller", "buyer");
constexpr auto channels =
    members("store", "online", "phone", "television", "mail_order", "door_to_door");
constexpr auto uses = members("household", "business");
constexpr auto papers = members("invoice", "guarantee_certificate", "contract", "warranty_card",
                                "warranty_label", "machine_number", "order_record",
                                "payment_record", "repair_record", "test_report", "photo");
constexpr auto delay_causes = members("none", "parts", "repairer", "consumer", "force_majeure");
constexpr auto replacements = members("none", "assembly", "main_part");

/// How a key's value is read, and where it goes.
enum class Form : std::uint8_t {
  truth,
  date,
  day_for_certain,
  money,
  number,
  count,
  rate,
  text,
  set_of_text,
  documents,
  requests,
  cause,
  kind,
  fault_part,
  problem,
  energy,
  exemption,
  freight_party,
  channel,
  use,
  delay_cause,
  replacement
};
struct Key {
  std::string_view word;
  Form form;
  std::uint8_t place;
};
template <typename... Each>
consteval auto keys(Each... each) {
  return Words<Key, sizeof...(each)>(std::array<Key, sizeof...(each)>{each...});
}

constexpr auto accessory_keys = keys(Key{"price_alone", Form::money, price_alone});
constexpr auto claim_keys =
    keys(Key{"filed_on", Form::day_for_certain, filed_on}, Key{"id", Form::text, claim_id},
         Key{"requests", Form::requests, requests},
         Key{"settled_with_seller", Form::truth, settled_with_seller});
constexpr auto consumer_keys = keys(Key{"accepts_exchange", Form::truth, accepts_exchange},
                                    Key{"accepts_other_model", Form::truth, accepts_other_model});
constexpr auto contract_keys = keys(Key{"may_dissolve", Form::truth, may_dissolve});
constexpr auto fault_keys =
    keys(Key{"cause", Form::cause, cause}, Key{"code", Form::text, fault_code},
         Key{"component", Form::text, fault_component}, Key{"confirmed", Form::truth, confirmed},
         Key{"described", Form::truth, described}, Key{"kind", Form::kind, kind},
         Key{"main_part", Form::text, fault_main_part},
         Key{"needs_replacement", Form::truth, needs_replacement},
         Key{"occurred_on", Form::date, occurred_on}, Key{"part", Form::fault_part, fault_part},
         Key{"problem", Form::problem, problem}, Key{"reported_on", Form::date, reported_on},
         Key{"serious_safety", Form::truth, serious_safety});
constexpr auto goods_keys = keys(
    Key{"accessories_complete", Form::truth, accessories_complete},
    Key{"certificate_altered", Form::truth, certificate_altered},
    Key{"counterfeit", Form::truth, counterfeit}, Key{"gift_returned", Form::truth, gift_returned},
    Key{"human_damage", Form::truth, human_damage}, Key{"intact", Form::truth, intact},
    Key{"label_intact", Form::truth, label_intact},
    Key{"lasting_traces", Form::truth, lasting_traces},
    Key{"model_matches", Form::truth, model_matches}, Key{"modified", Form::truth, modified},
    Key{"opened", Form::truth, opened},
    Key{"opened_by_unauthorised", Form::truth, opened_by_unauthorised},
    Key{"packaging_complete", Form::truth, packaging_complete},
    Key{"personal_data_left", Form::truth, personal_data_left},
    Key{"serial_matches", Form::truth, serial_matches});
constexpr auto product_keys =
    keys(Key{"brand", Form::text, brand}, Key{"category", Form::text, category},
         Key{"energy", Form::energy, energy}, Key{"manufactured_on", Form::date, manufactured_on},
         Key{"model", Form::text, model}, Key{"return_exempt", Form::exemption, return_exempt},
         Key{"serial", Form::text, serial}, Key{"series", Form::text, series});
constexpr auto promise_keys = keys(
    Key{"claim_until", Form::date, claim_until}, Key{"compensation", Form::money, compensation},
    Key{"freight_party", Form::freight_party, freight_party},
    Key{"return_until", Form::date, return_until}, Key{"ship_by", Form::date, ship_by});
constexpr auto proof_keys = keys(Key{"within_guarantee", Form::truth, within_guarantee});
constexpr auto purchase_keys = keys(
    Key{"channel", Form::channel, channel}, Key{"closed_on", Form::date, closed_on},
    Key{"confirmed_on", Form::date, confirmed_on}, Key{"delivered_on", Form::date, delivered_on},
    Key{"documents", Form::documents, documents}, Key{"escrow", Form::truth, escrow},
    Key{"excluded_confirmed", Form::truth, excluded_confirmed}, Key{"id", Form::text, purchase_id},
    Key{"installed_on", Form::date, installed_on}, Key{"invoiced_on", Form::date, invoiced_on},
    Key{"net_dealer_price", Form::money, net_dealer_price},
    Key{"order_line", Form::text, order_line}, Key{"ordered_on", Form::date, ordered_on},
    Key{"paid", Form::money, paid}, Key{"paid_on", Form::date, paid_on},
    Key{"price", Form::money, price}, Key{"promises", Form::set_of_text, promises},
    Key{"region", Form::text, region}, Key{"registered_on", Form::date, registered_on},
    Key{"shipped_on", Form::date, shipped_on}, Key{"shipping_paid", Form::money, shipping_paid},
    Key{"sold_directly", Form::truth, sold_directly}, Key{"sold_on", Form::date, sold_on},
    Key{"use", Form::use, purchase_use});
constexpr auto stock_keys =
    keys(Key{"parts", Form::truth, parts}, Key{"same_model", Form::truth, same_model});
constexpr auto usage_keys =
    keys(Key{"hours", Form::number, hours}, Key{"odometer_km", Form::number, odometer_km});
constexpr auto vehicle_keys = keys(Key{"use_coefficient", Form::rate, use_coefficient});
constexpr auto repair_keys =
    keys(Key{"authorised", Form::truth, authorised}, Key{"component", Form::text, component},
         Key{"delay_cause", Form::delay_cause, delay_cause},
         Key{"excluded_hours", Form::number, excluded_hours},
         Key{"fault_code", Form::text, repair_fault_code}, Key{"fixed", Form::truth, fixed},
         Key{"hours", Form::number, repair_hours}, Key{"main_part", Form::text, repair_main_part},
         Key{"odometer_km", Form::number, repair_odometer_km},
         Key{"received_on", Form::day_for_certain, received_on},
         Key{"replaced", Form::replacement, replaced}, Key{"returned_on", Form::date, returned_on},
         Key{"safety", Form::truth, safety}, Key{"spare_given", Form::truth, spare_given},
         Key{"waiting_days", Form::count, waiting_days});
constexpr auto exchange_keys =
    keys(Key{"component", Form::text, component}, Key{"on", Form::date, on});
constexpr auto resend_keys = keys(Key{"damaged", Form::truth, damaged}, Key{"on", Form::date, on});
constexpr auto groups =
    members("accessory", "claim", "consumer", "contract", "fault", "goods", "product", "promise",
            "proof", "purchase", "stock", "usage", "vehicle", "exchanges", "repairs", "resends");

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
