// SPDX-License-Identifier: Apache-2.0
//
// The vocabulary of docs/records.md, copied from its tables by hand.
// In: nothing. Out: types and members of the standard facts and event fields.
// Never holds names or questions: the oracle prints nothing for people.
// Tested by its comparison with the library, oracle.random.
#include <sstream>
#include <unordered_map>

#include "policy.hpp"

namespace oracle {

namespace {

std::vector<std::string> words(const char* text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;)
    out.push_back(word);
  return out;
}

const char* const components =
    "engine gearbox power_battery drive_motor steering brake suspension transmission "
    "pollution_control body mainboard cpu hard_disk memory network_card raid_card scsi_card "
    "power_supply display lcd_panel keyboard optical_drive battery charger headset sim_card "
    "memory_card picture_tube compressor motor magnetron laser_pickup frame housing";

FactType plain(Type type) {
  return {type, {}, false, false};
}
FactType member(const char* members, bool open = false) {
  return {Type::text, words(members), open, false};
}

struct Interned {
  std::unordered_map<std::string, int> ids;
  std::vector<std::string> names;
};
Interned& interned() {
  static Interned all;
  return all;
}

}  // namespace

int path_id(std::string_view path) {
  Interned& all = interned();
  auto [at, fresh] = all.ids.try_emplace(std::string(path), static_cast<int>(all.names.size()));
  if (fresh) all.names.emplace_back(path);
  return at->second;
}
const std::string& path_name(int id) {
  return interned().names[static_cast<std::size_t>(id)];
}

const std::vector<std::string>& standard_remedies() {
  static const std::vector<std::string> all = words(
      "return refund compensation exchange repair price_reduction resend part_exchange "
      "paid_repair spare_unit transport_compensation");
  return all;
}

const std::map<std::string, FactType>& vocabulary() {
  static const std::map<std::string, FactType> all = [] {
    std::map<std::string, FactType> facts;
    auto add = [&](const char* group, const char* names, const FactType& type) {
      for (const std::string& name : words(names))
        facts[std::string(group) + "." + name] = type;
    };
    add("accessory", "price_alone", plain(Type::money));
    add("claim", "filed_on", plain(Type::date));
    add("claim", "id", plain(Type::text));
    FactType requests{Type::text, standard_remedies(), false, false};
    requests.members.emplace_back("any");
    add("claim", "requests", requests);
    add("claim", "settled_with_seller", plain(Type::boolean));
    add("consumer", "accepts_exchange accepts_other_model", plain(Type::boolean));
    add("contract", "may_dissolve", plain(Type::boolean));
    add("fault", "cause",
        member("own_component misuse installation storage transport force_majeure "
               "unauthorised_repair modification third_party_part software virus power_surge "
               "environment wear"));
    add("fault", "code main_part", plain(Type::text));
    add("fault", "component", member(components, true));
    add("fault", "confirmed described needs_replacement serious_safety", plain(Type::boolean));
    add("fault", "kind",
        member("performance cosmetic missing_parts transit_damage counterfeit not_as_described "
               "software late_dispatch late_arrival none"));
    add("fault", "occurred_on reported_on", plain(Type::date));
    add("fault", "part", member("assembly main_part"));
    add("fault", "problem",
        member("steering_failure brake_failure body_cracking fuel_leak battery_fire other"));
    add("goods",
        "accessories_complete certificate_altered counterfeit gift_returned human_damage intact "
        "label_intact lasting_traces model_matches modified opened opened_by_unauthorised "
        "packaging_complete personal_data_left serial_matches",
        plain(Type::boolean));
    add("product", "brand model serial series", plain(Type::text));
    add("product", "category",
        member("mp3_player mobile_phone fixed_phone microcomputer notebook server workstation "
               "colour_tv bw_tv flat_tv vcr camcorder refrigerator washing_machine fan microwave "
               "vacuum_cleaner air_conditioner range_hood gas_water_heater bicycle motorcycle "
               "disc_player amplifier loudspeaker car farm_machine other",
               true));
    add("product", "energy", member("fuel hybrid plug_in_hybrid electric"));
    add("product", "manufactured_on", plain(Type::date));
    add("product", "return_exempt",
        member("made_to_order perishable digital opened_media periodical seal_matters loses_value "
               "near_expiry_or_flawed none"));
    add("promise", "claim_until return_until ship_by", plain(Type::date));
    add("promise", "compensation", plain(Type::money));
    add("promise", "freight_party", member("seller buyer"));
    add("proof", "within_guarantee", plain(Type::boolean));
    add("purchase", "channel", member("store online phone television mail_order door_to_door"));
    add("purchase",
        "closed_on confirmed_on delivered_on installed_on invoiced_on ordered_on paid_on "
        "registered_on shipped_on sold_on",
        plain(Type::date));
    FactType documents{Type::set,
                       words("invoice guarantee_certificate contract warranty_card warranty_label "
                             "machine_number order_record payment_record repair_record "
                             "test_report photo"),
                       false, false};
    add("purchase", "documents", documents);
    add("purchase", "escrow excluded_confirmed sold_directly", plain(Type::boolean));
    add("purchase", "id order_line region", plain(Type::text));
    add("purchase", "net_dealer_price paid price shipping_paid", plain(Type::money));
    FactType promises{Type::set,
                      words("genuine_or_triple quality ship_on_time free_return "
                            "resend_if_damaged arrival"),
                      true, false};
    add("purchase", "promises", promises);
    add("purchase", "use", member("household business"));
    add("stock", "parts same_model", plain(Type::boolean));
    add("usage", "hours odometer_km", plain(Type::number));
    add("vehicle", "use_coefficient", plain(Type::rate));
    return facts;
  }();
  return all;
}

const std::map<std::string, std::map<std::string, FactType>>& event_lists() {
  static const std::map<std::string, std::map<std::string, FactType>> all = [] {
    std::map<std::string, std::map<std::string, FactType>> lists;
    auto& repairs = lists["repairs"];
    for (const char* name : {"authorised", "fixed", "safety", "spare_given"}) {
      repairs[name] = plain(Type::boolean);
    }
    repairs["component"] = member(components, true);
    repairs["delay_cause"] = member("none parts repairer consumer force_majeure");
    repairs["duration"] = plain(Type::days);
    repairs["excluded_hours"] = repairs["hours"] = repairs["odometer_km"] = plain(Type::number);
    repairs["fault_code"] = repairs["main_part"] = plain(Type::text);
    repairs["received_on"] = repairs["returned_on"] = plain(Type::date);
    repairs["replaced"] = member("none assembly main_part");
    repairs["waiting_days"] = {Type::days, {}, false, true};
    auto& exchanges = lists["exchanges"];
    exchanges["component"] = member(components, true);
    exchanges["on"] = plain(Type::date);
    exchanges["whole_unit"] = plain(Type::boolean);
    auto& resends = lists["resends"];
    resends["damaged"] = plain(Type::boolean);
    resends["on"] = plain(Type::date);
    return lists;
  }();
  return all;
}

}  // namespace oracle
