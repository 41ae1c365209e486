// SPDX-License-Identifier: Apache-2.0
//
// claim_maker.hpp: claims under the Hyundai policy, the same on every machine.
// In: a number. Out: a line of JSON, made from the number alone. Most claims say everything; others
// leave facts out, say null or never, or write a day as an instant; days lie about the ends of the
// policy's periods and of its calendar.
// Never uses a distribution of the standard library: those differ between libraries.
// Changing a claim here changes tests/digest/hyundai.digests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "sanbao/values/civil_date.hpp"

namespace digest {

using sanbao::CivilDate;

class Maker {
 public:
  explicit Maker(std::uint64_t number) : number_(number), state_(number * 0x9E3779B97F4A7C15U) {
    // Of a thousand: 760 complete, 120 with nulls and nevers, 95 with a gap or two, 22 mixed, 3 all
    // but silent. What is open costs most: each answer to it is tried.
    const std::uint64_t kind = below(1'000);
    if (kind < 760) return;
    if (kind < 880) {
      null_ = 60, never_ = 60;
    } else if (kind < 975) {
      absent_ = 45;
    } else if (kind < 997) {
      absent_ = 60, null_ = 60, never_ = 60;
    } else {
      absent_ = 800, null_ = 30;
    }
  }

  std::string line() {
    const auto sold = static_cast<std::int32_t>(13'879 + below(7'000));  // 2008 to 2027
    const std::int32_t filed = sold + wait();
    const bool mp3 = below(50) != 0;

    begin("claim");
    put("id", "\"D-" + std::to_string(number_) + "\"", false);
    date("filed_on", filed, false);
    put("requests", word({"return", "exchange", "repair", "any", "paid_repair", "refund"}), false);
    begin("purchase");
    date("sold_on", sold, true);
    date("invoiced_on", sold + static_cast<std::int32_t>(below(5) == 0 ? below(12) : 0), true);
    money("price");
    money("net_dealer_price");
    truth("sold_directly", 60);
    put("documents", documents());
    begin("product");
    put("category", mp3 ? "\"mp3_player\"" : word({"mobile_phone", "other", "tape_player"}));
    put("brand", below(60) != 0 ? "\"现代\"" : word({"HYUNDAI", "其他", "现\\u4ee3"}));
    put("model", "\"HY-" + std::to_string(below(900)) + "\"");
    begin("fault");
    put("kind", below(10) < 8 ? "\"performance\"" : word({"cosmetic", "none", "late_arrival"}));
    put("cause", below(10) < 7 ? "\"own_component\""
                               : word({"misuse", "installation", "storage", "force_majeure",
                                       "unauthorised_repair", "modification", "wear"}));
    truth("confirmed", 90);
    truth("described", 90);
    begin("goods");
    for (const char* name : {"human_damage", "opened_by_unauthorised", "modified", "counterfeit",
                             "certificate_altered"})
      truth(name, 4);
    for (const char* name :
         {"label_intact", "serial_matches", "model_matches", "accessories_complete"})
      truth(name, 93);
    begin("stock");
    truth("same_model", 60);
    begin("consumer");
    truth("accepts_exchange", 40);
    truth("accepts_other_model", 30);
    begin("proof");
    truth("within_guarantee", 50);
    if (below(20) == 0) {
      begin("context");
      put("note", R"(["carried along",{"n":-2.5e3}])", false);
    }
    end_group();
    list("repairs", repairs(sold, filed));
    list("exchanges", exchanges(sold, filed));
    return "{" + out_ + "}";
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool of_thousand(std::uint64_t share) { return below(1'000) < share; }

  std::string word(std::initializer_list<const char*> words) {
    return "\"" + std::string(words.begin()[below(words.size())]) + "\"";
  }

  // From the sale to the claim: about 7 days, 30 days, a year, or any.
  std::int32_t wait() {
    const auto about = [&](std::int32_t days) {
      return days - 2 + static_cast<std::int32_t>(below(14));
    };
    switch (below(8)) {
      case 0:
      case 1:
        return about(7);
      case 2:
      case 3:
        return about(30);
      case 4:
        return about(365);
      case 5:
        return static_cast<std::int32_t>(below(12)) - 3;
      default:
        return static_cast<std::int32_t>(below(500));
    }
  }

  static std::string day(std::int32_t days) {
    return "\"" + CivilDate::from_days(days).to_string() + "\"";
  }
  // The same day in Shanghai, said as an instant now and then.
  std::string said(std::int32_t days) {
    if (below(40) != 0) return day(days);
    const std::string plain = CivilDate::from_days(days).to_string();
    if (below(2) == 0) return "\"" + plain + "T23:59:59.5+08:00\"";
    return "\"" + CivilDate::from_days(days - 1).to_string() + "T16:00:00Z\"";
  }

  void end_group() {
    if (open_) out_ += "}";
    open_ = false;
  }
  void begin(const char* group) {
    end_group();
    if (!out_.empty()) out_ += ",";
    out_ += "\"" + std::string(group) + "\":{";
    open_ = true;
    first_ = true;
  }
  void put(const char* key, const std::string& value, bool may_lack = true) {
    if (may_lack && of_thousand(absent_)) return;
    if (!first_) out_ += ",";
    first_ = false;
    out_ += "\"" + std::string(key) + "\":" + (may_lack && of_thousand(null_) ? "null" : value);
  }
  void date(const char* key, std::int32_t days, bool may_lack) {
    put(key, may_lack && of_thousand(never_) ? "\"never\"" : said(days), may_lack);
  }
  void truth(const char* key, std::uint64_t share) {
    put(key, below(100) < share ? "true" : "false");
  }
  void money(const char* key) {
    const std::uint64_t fen = below(400'000);
    std::string text = std::to_string(fen / 100) + "." + std::to_string(fen / 10 % 10);
    if (fen % 10 != 0) text += std::to_string(fen % 10);
    put(key, below(3) == 0 ? text : "\"" + text + "\"");
  }
  std::string documents() {
    std::string out;
    for (const char* paper : {"invoice", "guarantee_certificate", "photo"}) {
      if (below(10) < 8) out += (out.empty() ? "\"" : ",\"") + std::string(paper) + "\"";
    }
    return "[" + out + "]";
  }

  void list(const char* name, const std::string& events) {
    if (of_thousand(absent_)) return;
    out_ += ",\"" + std::string(name) + "\":" + (of_thousand(null_) ? "null" : events);
  }
  // A field of an event; what lacks is left out.
  void field(std::string& event, const char* key, const std::string& value) {
    if (of_thousand(absent_)) return;
    if (event.size() > 1) event += ",";
    event += "\"" + std::string(key) + "\":" + (of_thousand(null_) ? "null" : value);
  }
  std::string repairs(std::int32_t sold, std::int32_t filed) {
    std::string out;
    for (std::uint64_t i = below(5); i > 0; --i) {
      const auto begin = sold + static_cast<std::int32_t>(below(
                                    static_cast<std::uint64_t>(std::max(1, filed - sold)) + 3));
      std::string event = "{";
      field(event, "received_on", said(begin));
      if (below(6) != 0) {
        const auto end = begin + static_cast<std::int32_t>(below(3) == 0 ? below(120) : below(20));
        field(event, "returned_on", of_thousand(never_) ? "\"never\"" : day(end));
      }
      field(event, "fixed", below(3) == 0 ? "true" : "false");
      field(event, "waiting_days", std::to_string(below(3) == 0 ? 86 + below(9) : below(40)));
      out += (out.empty() ? "" : ",") + event + "}";
    }
    return "[" + out + "]";
  }
  std::string exchanges(std::int32_t sold, std::int32_t filed) {
    std::string out;
    for (std::uint64_t i = below(4) == 0 ? 1 + below(2) : 0; i > 0; --i) {
      const auto on = sold + static_cast<std::int32_t>(
                                 below(static_cast<std::uint64_t>(std::max(1, filed - sold)) + 3));
      std::string event = "{";
      field(event, "on", of_thousand(never_) ? "\"never\"" : said(on));
      if (below(5) == 0) field(event, "component", "\"mainboard\"");
      out += (out.empty() ? "" : ",") + event + "}";
    }
    return "[" + out + "]";
  }

  std::uint64_t number_, state_;
  std::uint64_t absent_ = 0, null_ = 0, never_ = 0;  // of a thousand
  std::string out_;
  bool open_ = false, first_ = true;
};

}  // namespace digest
