// SPDX-License-Identifier: Apache-2.0
//
// Numbers and days of the oracle; see numbers.hpp.
// In: text and exact values. Out: exact values.
// Never rounds but in `rounded`.
// Tested by its comparison with the library, oracle.random.
#include "numbers.hpp"

namespace oracle {

std::optional<Ratio> decimal(std::string_view text) {
  Wide top = 0, bottom = 1;
  bool point = false, digit = false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      digit = true;
      top = top * 10 + (c - '0');
      if (point) bottom *= 10;
    } else {
      return std::nullopt;
    }
  }
  if (!digit) return std::nullopt;
  return Ratio(top, bottom);
}

Ratio ceiling(const Ratio& value) {
  Wide whole = value.top / value.bottom;
  if (value.top > 0 && value.top % value.bottom != 0) ++whole;
  return {whole, 1};
}

Ratio rounded(const Ratio& value, const Ratio& step, Rounding mode) {
  bool negative = value.top < 0;
  Ratio steps = value / step;
  if (negative) steps.top = -steps.top;
  Wide whole = steps.top / steps.bottom;
  Ratio rest = steps - Ratio(whole, 1);
  Ratio half(1, 2);
  bool more = false;
  if (rest.top != 0) {
    switch (mode) {
      case Rounding::down:
        more = false;
        break;
      case Rounding::up:
        more = true;
        break;
      case Rounding::half_up:
        more = half <= rest;
        break;
      case Rounding::half_even:
        more = rest == half ? whole % 2 != 0 : half < rest;
        break;
    }
  }
  if (more) ++whole;
  Ratio result = Ratio(whole, 1) * step;
  if (negative) result.top = -result.top;
  return result;
}

namespace {

std::string digits(Wide value) {
  if (value == 0) return "0";
  std::string text;
  bool negative = value < 0;
  if (negative) value = -value;
  while (value > 0) {
    text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  }
  return negative ? "-" + text : text;
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  while (text.size() < width)
    text.insert(text.begin(), '0');
  return text;
}

bool leap(std::int64_t year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

// Days from 0001-01-01 to the first day of the year.
Day days_before_year(std::int64_t year) {
  std::int64_t y = year - 1;
  return y * 365 + y / 4 - y / 100 + y / 400;
}

}  // namespace

std::string written(const Ratio& value, int places) {
  Wide scale = 1;
  for (int i = 0; i < places; ++i)
    scale *= 10;
  Ratio scaled = value * Ratio(scale, 1);
  std::string text = digits(scaled.top < 0 ? -scaled.top : scaled.top);
  if (!scaled.whole()) return "not-" + std::to_string(places) + "-places";
  while (text.size() < static_cast<std::size_t>(places) + 1)
    text.insert(text.begin(), '0');
  if (places > 0) text.insert(text.size() - static_cast<std::size_t>(places), ".");
  return value.top < 0 ? "-" + text : text;
}

std::string written(const Ratio& value) {
  return digits(value.top) + "/" + digits(value.bottom);
}

int days_in_month(std::int64_t year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : days[month - 1];
}

Day day_of(const Civil& civil) {
  Day day = days_before_year(civil.year) - days_before_year(1970);
  for (int month = 1; month < civil.month; ++month)
    day += days_in_month(civil.year, month);
  return day + civil.day - 1;
}

Civil civil_of(Day day) {
  Civil civil;
  civil.year = 1970 + day / 366;
  if (day < 0) civil.year = 1970 + day / 365 - 1;
  while (day_of({civil.year + 1, 1, 1}) <= day)
    ++civil.year;
  Day rest = day - day_of({civil.year, 1, 1});
  while (rest >= days_in_month(civil.year, civil.month)) {
    rest -= days_in_month(civil.year, civil.month);
    ++civil.month;
  }
  civil.day = static_cast<int>(rest) + 1;
  return civil;
}

std::optional<Day> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  std::int64_t parts[3] = {0, 0, 0};
  int part = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    if (i == 4 || i == 7) {
      ++part;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    parts[part] = parts[part] * 10 + (text[i] - '0');
  }
  if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1) return std::nullopt;
  if (parts[2] > days_in_month(parts[0], static_cast<int>(parts[1]))) return std::nullopt;
  return day_of({parts[0], static_cast<int>(parts[1]), static_cast<int>(parts[2])});
}

std::string write_day(Day day) {
  Civil civil = civil_of(day);
  return padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2);
}

std::optional<Day> add_months(Day day, std::int64_t months, MonthEnd month_end) {
  Civil civil = civil_of(day);
  std::int64_t count = civil.year * 12 + (civil.month - 1) + months;
  Civil target{count / 12, static_cast<int>(count % 12) + 1, civil.day};
  int most = days_in_month(target.year, target.month);
  if (target.day > most) {
    if (month_end == MonthEnd::error) return std::nullopt;
    target.day = most;
    if (month_end == MonthEnd::next_month_first) return day_of(target) + 1;
  }
  return day_of(target);
}

Calendar::Calendar(std::string_view text) {
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.starts_with("# years: ")) {
      auto number = [](std::string_view four) {
        std::int64_t value = 0;
        for (char c : four)
          value = value * 10 + (c - '0');
        return value;
      };
      first_year_ = number(line.substr(9, 4));
      last_year_ = number(line.substr(14, 4));
    } else if (auto day = read_day(line.substr(0, 10))) {
      listed_[*day] = line.substr(11).starts_with("off");
    }
  }
}

bool Calendar::covers(Day day) const {
  std::int64_t year = civil_of(day).year;
  return year >= first_year_ && year <= last_year_;
}

bool Calendar::works(Day day) const {
  if (auto at = listed_.find(day); at != listed_.end()) return !at->second;
  // 1970-01-01 was a Thursday: 0 Monday … 6 Sunday.
  Day weekday = ((day + 3) % 7 + 7) % 7;
  return weekday < 5;
}

bool Calendar::listed_off(Day day) const {
  auto at = listed_.find(day);
  return at != listed_.end() && at->second;
}

std::optional<Day> Calendar::nth_working_day(Day first, std::int64_t n) const {
  Day day = first;
  while (true) {
    if (!covers(day)) return std::nullopt;
    if (works(day) && --n == 0) return day;
    ++day;
  }
}

std::int64_t Calendar::missing_year(Day from) const {
  return covers(from) ? last_year_ + 1 : civil_of(from).year;
}

std::optional<Day> Calendar::moved(Day last, Roll roll) const {
  if (roll == Roll::none) return last;
  if (!covers(last)) return std::nullopt;
  if (roll == Roll::after_holiday && !listed_off(last)) return last;
  return nth_working_day(last, 1);
}

}  // namespace oracle
