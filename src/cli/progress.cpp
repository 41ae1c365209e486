// SPDX-License-Identifier: Apache-2.0
//
// Progress: see progress.hpp. Tested by tests/cli/terminal_test.py.
#include "cli/progress.hpp"

#include <unistd.h>

#include <string>

#include "cli/streams.hpp"
#include "cli/wording.hpp"

namespace sanbao::cli {

namespace {

constexpr std::uint64_t between_draws = 200;  // milliseconds
constexpr std::string_view erase_line = "\r\033[K";

std::string tenths(std::uint64_t number) {
  return grouped(number / 10) + "." + std::to_string(number % 10);
}

std::string seconds(std::uint64_t milliseconds) {
  return tenths((milliseconds + 50) / 100) + " s";
}

/// `1.1 M claims/s`, `48,210 claims/s`; empty where too little time has passed to say.
std::string rate(std::uint64_t claims, std::uint64_t milliseconds, const std::string& many) {
  if (milliseconds == 0 || claims == 0) return {};
  const std::uint64_t per_second = claims * 1000 / milliseconds;
  if (per_second < 1'000'000) return grouped(per_second) + " " + many + "/s";
  return tenths((per_second + 50'000) / 100'000) + " M " + many + "/s";
}

}  // namespace

Progress::Progress(std::uint64_t total, Meanwhile meanwhile, const std::string& one)
    : has_summary_(is_terminal(STDERR_FILENO)),
      has_bar_(has_summary_ && (meanwhile == Meanwhile::little || !is_terminal(STDOUT_FILENO))),
      has_bar_beside_output_(has_bar_ && is_terminal(STDOUT_FILENO)),
      total_(total),
      one_(one),
      many_(one + "s") {}

std::uint64_t Progress::milliseconds() const {
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_);
  return static_cast<std::uint64_t>(passed.count());
}

void Progress::add(std::uint64_t claims, std::uint64_t refused, std::uint64_t bytes) {
  claims_ += claims;
  refused_ += refused;
  bytes_ += bytes;
  if (has_bar_) draw();
}

void Progress::draw() {
  const std::uint64_t now = milliseconds();
  if (now < drawn_at_ + between_draws || !drawing_.try_lock()) return;
  const std::lock_guard lock(drawing_, std::adopt_lock);
  if (ended_) return;
  drawn_at_ = now;
  is_drawn_ = true;
  const std::uint64_t bytes = bytes_;
  std::string text(erase_line);
  if (total_ > 0 && bytes <= total_)
    text += std::to_string(bytes * 100 / total_) + " %" + std::string(point);
  text += counted(claims_, one_, many_);
  if (const std::string speed = rate(claims_, now, many_); !speed.empty())
    text.append(point).append(speed);
  if (bytes > 0 && bytes <= total_) {
    text.append(point).append(seconds(now * (total_ - bytes) / bytes)).append(" left");
  }
  say(text);
}

void Progress::summarise() {
  end();
  if (!has_summary_) return;
  const std::uint64_t now = milliseconds();
  std::string text = counted(claims_, one_, many_);
  if (refused_ > 0)
    text.append(point).append(grouped(refused_)).append(" refused (see lines with \"error\")");
  text.append(point).append(seconds(now));
  if (const std::string speed = rate(claims_, now, many_); !speed.empty())
    text.append(point).append(speed);
  say(text + "\n");
}

void Progress::end() {
  const std::lock_guard lock(drawing_);
  if (is_drawn_) say(erase_line);
  is_drawn_ = false;
  ended_ = true;
}

void Progress::write(Output& output, std::string_view text) {
  if (!has_bar_beside_output_) {
    output.write(text);
    return;
  }
  if (text.empty()) return;
  const std::lock_guard lock(drawing_);
  if (is_drawn_) say(erase_line);
  is_drawn_ = false;
  output.write(text);
  output.flush();
}

}  // namespace sanbao::cli
