// SPDX-License-Identifier: Apache-2.0
//
// The words of a record as the hand-written program knows them: keys, how the value of each is read and where it goes,
// and the members of sets; found by one multiplication.
// In: a word's characters. Out: its place in a table. Never reads a value; handwritten_read.cpp does, which alone
// includes this: a word is looked up every few bytes, so both are compiled as one and nothing here is seen elsewhere.
// Checked by bench.agrees.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "handwritten.hpp"

namespace sanbao::bench::hand {

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

}  // namespace

}  // namespace sanbao::bench::hand
