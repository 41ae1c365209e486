// SPDX-License-Identifier: Apache-2.0
//
// The reader of calendar files.
//
// In:  the whole text of a file such as rules/calendars/cn.csv.
// Out: a WorkCalendar, or every fault with its line.
// Never: stops at the first fault (but for bytes that are no text), guesses a column, accepts a day
//        twice.
// Tested by tests/unit/work_calendar_test.cpp.
#include "sanbao/values/calendar.hpp"

#include "base/utf8.hpp"
#include "values/decimal.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace sanbao {
namespace {

constexpr std::string_view header = "date,kind,name";
constexpr std::string_view years_mark = "# years: ";
constexpr std::string_view years_form = "`# years: 2007-2026`";

// What is wrong with a line as text; empty where nothing is.
std::string_view fault_of_bytes(std::string_view line) {
  if (line.find('\0') != std::string_view::npos) return "a NUL byte stands in this line";
  if (base::find_invalid_utf8(line)) return "this line is not UTF-8";
  return {};
}

std::string quoted(std::string_view text) {
  return "`" + base::printable(text) + "`";
}

std::string number(int n) {
  char digits[values::max_decimal_text];
  return {digits, values::write_decimal(digits, n, 0, values::Trailing::keep)};
}

struct Row {
  CivilDate date;
  bool off = false;
  std::string_view name;
  int line = 0;
};

struct Years {
  int first = 0;
  int last = 0;
};

class Reader {
 public:
  explicit Reader(std::string_view text) noexcept : rest_(text) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  // Bytes that are no text end the reading; any other fault does not.
  void read() {
    for (std::string_view line; next_line(line);) {
      if (const std::string_view fault = fault_of_bytes(line); !fault.empty())
        return fault_here(std::string(fault), "save the file as UTF-8 text");
      if (line_ == 1) read_years(line);
      if (line.empty() || line.front() == '#') continue;
      if (line == header) {
        if (header_line_ > 0) fault_here("the header stands a second time", {});
        header_line_ = line_;
      } else {
        if (header_line_ == 0) header_missing();
        read_row(line);
      }
    }
    if (!years_read_)
      fault_at(1, "the first line does not say which years are covered", years_help());
    if (header_line_ == 0) header_missing();
    check_duplicates();
  }

  std::vector<CalendarFault> faults;
  std::vector<Row> rows;  // by date, once read
  Years years;

 private:
  bool next_line(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++line_;
    return true;
  }

  static std::string years_help() {
    return "write " + std::string(years_form) + " as the first line";
  }

  void read_years(std::string_view line) {
    if (!line.starts_with(years_mark)) return;
    years_read_ = true;
    line.remove_prefix(years_mark.size());
    const auto year = [](std::string_view text) {
      return values::read_count(text, 9999).value_or(0);
    };
    const auto first = line.size() == 9 && line[4] == '-' ? year(line.substr(0, 4)) : 0;
    const auto last = first != 0 ? year(line.substr(5)) : 0;
    if (first < 1970 || last > 2199 || first > last) {
      const bool one_year = line.size() == 4 && year(line) >= 1970 && year(line) <= 2199;
      const std::string mended = std::string(years_mark).append(line).append("-").append(line);
      return fault_here(quoted(line) + " are no years from 1970 to 2199",
                        one_year ? "write `" + mended + "` as the first line" : years_help());
    }
    years = {static_cast<int>(first), static_cast<int>(last)};
  }

  void read_row(std::string_view line) {
    std::array<std::string_view, 3> cells;
    std::size_t columns = 0;
    for (std::string_view rest = line;; ++columns) {
      const std::size_t comma = rest.find(',');
      if (columns < cells.size()) cells[columns] = rest.substr(0, comma);
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
    if (++columns != cells.size())
      return fault_here("a day has 3 columns, here are " + number(static_cast<int>(columns)),
                        "write `2025-01-28,off,春节`");
    const ReadDate read = read_date(cells[0], Zone::utc());
    const bool is_date = read.ok && !read.was_instant;
    if (!is_date)
      fault_here(read.error == DateError::no_such_day ? "there is no day " + quoted(cells[0])
                 : read.error == DateError::out_of_range
                     ? quoted(cells[0]) + " is not from 1970 to 2199"
                     : quoted(cells[0]) + " is no date",
                 "write year, month and day with ten characters: `2025-01-28`");
    if (cells[1] != "off" && cells[1] != "work")
      return fault_here(quoted(cells[1]) + " is no kind of day", "the kinds are `off` and `work`");
    if (is_date) rows.push_back({read.date, cells[1] == "off", cells[2], line_});
  }

  void check_duplicates() {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.date < b.date; });
    for (std::size_t i = 1; i < rows.size(); ++i)
      if (rows[i].date == rows[i - 1].date)
        fault_at(rows[i].line, quoted(rows[i].date.to_string()) + " is listed a second time",
                 "it stands in line " + number(rows[i - 1].line) + " already");
    std::stable_sort(
        faults.begin(), faults.end(),
        [](const CalendarFault& a, const CalendarFault& b) { return a.line < b.line; });
  }

  // Told once, where the header should have stood; the days behind it are read all the same.
  void header_missing() {
    header_line_ = -1;
    fault_at(std::max(line_, 1), "the header is missing",
             "write " + quoted(header) + " before the first day");
  }

  void fault_here(std::string message, std::string help) {
    fault_at(line_, std::move(message), std::move(help));
  }
  void fault_at(int line, std::string message, std::string help) {
    faults.push_back({line, std::move(message), std::move(help)});
  }

  std::string_view rest_;
  int line_ = 0;
  int header_line_ = 0;  // -1: told missing
  bool years_read_ = false;
};

}  // namespace

ParsedCalendar parse_calendar(std::string_view text, std::string name, std::string digest) {
  ParsedCalendar parsed;
  Reader reader(text);
  reader.read();
  parsed.faults = std::move(reader.faults);
  if (!parsed.faults.empty()) return parsed;

  WorkCalendar calendar;
  calendar.name_ = std::move(name);
  calendar.digest_ = std::move(digest);
  calendar.text_ = text;
  calendar.first_year_ = reader.years.first;
  calendar.last_year_ = reader.years.last;
  calendar.first_day_ = *CivilDate::from_ymd(reader.years.first, 1, 1);
  calendar.last_day_ = *CivilDate::from_ymd(reader.years.last, 12, 31);
  std::map<std::string_view, std::uint32_t> known;
  for (const Row& row : reader.rows) {
    const auto [at, is_new] = known.try_emplace(row.name, static_cast<std::uint32_t>(known.size()));
    if (is_new) calendar.names_.emplace_back(row.name);
    calendar.listed_.push_back({row.date.days_since_epoch(), row.off, at->second});
  }
  calendar.fill_days();
  parsed.calendar = std::move(calendar);
  return parsed;
}

}  // namespace sanbao
