// SPDX-License-Identifier: Apache-2.0
//
// See parameter_settings.hpp.
#include "parameter_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/nearest.hpp"
#include "pipeline.hpp"
#include "sanbao/values/rate.hpp"
#include "values/decimal.hpp"

namespace sanbao {
namespace {

using ir::Type;

std::optional<std::int64_t> read_value(const ir::ParameterUse& parameter, ir::CheckedPolicy& policy,
                                       std::string_view text) {
  switch (parameter.type) {
    case Type::boolean:
      if (text == "true" || text == "false") return text == "true" ? 1 : 0;
      return std::nullopt;
    case Type::count:
      return values::read_count(text);
    case Type::number:
      return values::read_decimal(text, values::number_decimals, INT64_MAX);
    case Type::rate:
      if (const auto rate = Rate::parse(text)) return rate->parts();
      return std::nullopt;
    case Type::date:
      if (const auto date = CivilDate::parse(text)) return date->days_since_epoch();
      return std::nullopt;
    case Type::days:
    case Type::length: {
      const auto period = Period::parse(text);
      if (!period) return std::nullopt;
      if (parameter.type == Type::length) return period->encode();
      return period->kind() == PeriodKind::days ? std::optional(period->count()) : std::nullopt;
    }
    case Type::money: {
      if (!policy.currency) return std::nullopt;
      const std::string unit = " " + std::string(policy.currency->code());
      if (text.ends_with(unit)) text.remove_suffix(unit.size());
      const auto money = Money::parse(text, *policy.currency);
      return money.ok ? std::optional(money.money.minor_units()) : std::nullopt;
    }
    default: {
      const auto index =
          std::find(policy.texts.begin(), policy.texts.end(), text) - policy.texts.begin();
      if (index == std::ssize(policy.texts)) policy.texts.emplace_back(text);
      return index;
    }
  }
}

}  // namespace

std::vector<Diagnostic> apply_settings(std::span<const std::shared_ptr<ir::CheckedPolicy>> policies,
                                       std::span<const ParameterSetting> settings) {
  std::vector<Diagnostic> faults;
  const auto fault = [&](const ParameterSetting& setting, std::string message, std::string help) {
    faults.push_back(file_fault(
        "SB1093", fmt::format("--set {}:{}={}", setting.policy, setting.name, setting.value),
        std::move(message), std::move(help)));
  };
  for (const auto& setting : settings) {
    bool known = false, found = false;
    std::vector<std::string_view> ids, names;
    // Every version that has the parameter.
    for (const auto& policy : policies) {
      ids.push_back(policy->id);
      if (policy->id != setting.policy) continue;
      known = true;
      for (auto& parameter : policy->parameters) {
        if (std::find(names.begin(), names.end(), parameter.name) == names.end())
          names.push_back(parameter.name);
        if (parameter.name != setting.name) continue;
        found = true;
        if (const auto value = read_value(parameter, *policy, setting.value)) {
          parameter.value = *value;
          parameter.set = true;
        } else {
          fault(setting, fmt::format("`{}` is not a value of `{}`", setting.value, setting.name),
                fmt::format("it takes {}", ir::type_name(parameter.type)));
        }
      }
    }
    if (found) continue;
    if (known) {
      const auto near = base::nearest(setting.name, names);
      fault(setting, fmt::format("policy `{}` has no parameter `{}`", setting.policy, setting.name),
            near            ? fmt::format("did you mean `{}`?", *near)
            : names.empty() ? std::string("it declares no parameters")
                            : fmt::format("its parameters are `{}`", fmt::join(names, "`, `")));
      continue;
    }
    const auto near = base::nearest(setting.policy, ids);
    fault(setting, fmt::format("there is no policy `{}`", setting.policy),
          near ? fmt::format("did you mean `{}`?", *near) : std::string());
  }
  return faults;
}

}  // namespace sanbao
