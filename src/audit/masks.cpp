// SPDX-License-Identifier: Apache-2.0
//
// See masks.hpp. The claim is JSON without a fault, for the reader of claims has validated all of it.
// Tested by tests/unit/audit_masks_test.cpp.
#include "audit/masks.hpp"

#include <algorithm>

#include "audit/json_text.hpp"
#include "audit/json_tree.hpp"
#include "audit/keys.hpp"
#include "audit/record_form.hpp"
#include "sanbao/audit/log.hpp"

namespace sanbao::audit {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view id_path = "claim.id";

std::string_view without_blanks_before(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(blanks), text.size()));
}

}  // namespace

/// Copies what it passes and goes inside where a masked value may stand.
struct Masks::Walk {
  const Masks& masks;
  std::string& out;
  std::string& id;

  void copy_blanks(std::string_view& text) {
    const std::string_view rest = without_blanks_before(text);
    out += text.substr(0, text.size() - rest.size());
    text = rest;
  }
  void copy_sign(std::string_view& text) {
    out += text.front();
    text.remove_prefix(1);
  }

  void value(std::string_view& text, const Step& step) {
    copy_blanks(text);
    if (!step.path.empty()) return mask(text, step);
    if (text.starts_with('{')) return object(text, step);
    if (text.starts_with('[')) return array(text, step);
    out += take_value(text);
  }

  void mask(std::string_view& text, const Step& step) {
    // Looked at first: threads that write it all the time would wait for each other.
    std::atomic<bool>& met = masks.met_[step.index];
    if (!met.load(std::memory_order_relaxed)) met.store(true, std::memory_order_relaxed);
    std::string_view value = take_value(text);
    // A number or a word is taken with the blanks behind it.
    value = value.substr(0, value.find_last_not_of(blanks) + 1);
    if (value == "null") {
      out += value;
      return;
    }
    const std::string word = masks.masked(step.path, value);
    if (step.path == id_path) id = word;
    append_json_string(word, out);
  }

  void object(std::string_view& text, const Step& step) {
    copy_sign(text);
    for (;;) {
      copy_blanks(text);
      if (text.empty()) return;
      if (!text.starts_with('"')) {
        const bool ends = text.starts_with('}');
        copy_sign(text);
        if (ends) return;
        continue;
      }
      const std::string_view key = take_value(text);
      out += key;
      copy_blanks(text);
      if (text.empty()) return;
      copy_sign(text);  // the colon
      const auto inner = step.inner.find(unescaped(key));
      if (inner == step.inner.end()) {
        out += take_value(text);
      } else {
        value(text, inner->second);
      }
    }
  }

  void array(std::string_view& text, const Step& step) {
    copy_sign(text);
    for (;;) {
      copy_blanks(text);
      if (text.empty()) return;
      if (text.starts_with(']') || text.starts_with(',')) {
        const bool ends = text.starts_with(']');
        copy_sign(text);
        if (ends) return;
        continue;
      }
      value(text, step);
    }
  }
};

Masks::Masks(const std::vector<std::string>& paths, const Salt& salt)
    : paths_(paths), met_(std::make_unique<std::atomic<bool>[]>(paths.size())), salt_(salt) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string& path = paths[i];
    Step* step = &root_;
    std::string_view rest = path;
    while (!rest.empty()) {
      const std::size_t dot = std::min(rest.find('.'), rest.size());
      step = &step->inner[std::string(rest.substr(0, dot))];
      rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    step->path = path;
    step->index = i;
  }
}

std::string Masks::masked(std::string_view path, std::string_view value) const {
  return "masked:" + salted_digest(salt_, std::string(path).append("=").append(value)).to_string();
}

std::vector<std::string> Masks::never_met() const {
  const auto is_met = [&](std::size_t at) { return met_[at].load(std::memory_order_relaxed); };
  // What lies below another path is masked with it, and was not looked for.
  const auto masks = [&](const std::string& one, const std::string& path) {
    return path == one || path.starts_with(one + ".");
  };
  std::vector<std::string> paths;
  for (const std::string& path : paths_) {
    bool met = false;
    for (std::size_t i = 0; i < paths_.size() && !met; ++i)
      met = is_met(i) && masks(paths_[i], path);
    if (!met) paths.push_back(path);
  }
  return paths;
}

void Masks::apply(std::string_view claim, std::string& out, std::string& id) const {
  id.clear();
  Walk{*this, out, id}.value(claim, root_);
  out += claim;
}

HiddenFields::HiddenFields(const std::vector<std::string>& masked,
                           std::span<const Rulebook> rulebooks) {
  const auto decides = [&](const std::string& path) {
    return std::ranges::any_of(rulebooks, [&](const Rulebook& rulebook) {
      const PathUse use = rulebook.use_of(path);
      return use == PathUse::read || use == PathUse::checked;
    });
  };
  for (const std::string& path : masked)
    if (decides(path))
      hidden_.push_back({Masks({path}, Salt{}), "`" + path + "` is masked, and decides"});
}

std::string_view HiddenFields::fault_of(std::string_view claim, std::string& room) const {
  std::string id;
  for (const Hidden& hidden : hidden_) {
    // A value there would be masked once more.
    room.clear();
    hidden.masks.apply(claim, room, id);
    if (room != claim) return hidden.why;
  }
  return {};
}

void check_masks(const std::vector<std::string>& paths, const Rulebook& rulebook) {
  const auto refuse = [](const std::string& path, const std::string& why) {
    throw LogError(LogError::Kind::refused, "`" + path + "` cannot be masked: " + why);
  };
  for (const std::string& path : paths) {
    switch (rulebook.use_of(path)) {
      case PathUse::carried:
        break;
      case PathUse::read:
        refuse(path, "claims are decided by it, and could not be decided again");
        break;
      case PathUse::checked:
        refuse(path,
               "its values must be of a kind that a digest is not, so the claim could not be read "
               "again");
        break;
      case PathUse::unknown:
        refuse(path, "claims have no such path; write group and key, as in `product.serial`");
        break;
    }
  }
}

}  // namespace sanbao::audit
