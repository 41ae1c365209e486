// SPDX-License-Identifier: Apache-2.0
//
// sanbao explain: decides claims and says why in words.
// In: one JSON value over any number of lines, or JSON Lines. Out: explanations on standard output,
// an empty line between two, or one page of HTML for all of them; records that cannot be read are told on standard error. Tested by
// tests/cli/explain_test.py.
#include "sanbao/explain.hpp"

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/loading.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/judge.hpp"

namespace sanbao::cli {

namespace {

/// Whether brackets that open on this line close on it. What opens none is left to the reader of
/// records.
bool is_whole_value(std::string_view line) {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
      continue;
    }
    if (c == '"') in_text = true;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
  }
  return depth == 0 && !in_text;
}

class Explaining {
 public:
  Explaining(const Rulebook& rulebook, const EvaluateOptions& options, Language language,
             bool as_page, const Input& input)
      : judge_(rulebook, options),
        language_(language),
        page_(language),
        as_page_(as_page),
        input_(input) {}

  void record(const Line& line) {
    if (!judge_.decide(line.text)) return refuse(judge_.error(), line);
    if (as_page_) return page_.add(judge_.decision());
    if (any_) output_.write("\n");
    any_ = true;
    output_.write(explain(judge_.decision(), language_));
    output_.flush();
  }

  Exit finish() {
    if (page_.size() > 0) {
      any_ = true;
      output_.write(page_.write());
    }
    output_.close();
    if (!any_ && !refused_) {
      complain("there is no claim in " + input_.name());
      return Exit::faults;
    }
    return refused_ ? Exit::faults : Exit::fine;
  }

 private:
  /// As `sanbao check` tells a fault: where, what, and what was expected.
  void refuse(const RecordError& error, const Line& line) {
    refused_ = true;
    std::string text = input_.name() + ":" + std::to_string(line.record) + ": error[" + error.code +
                       "]: " + on_one_line(error.message) + "\n    = at: ";
    if (!error.path.empty()) text += "`" + on_one_line(error.path) + "`, ";
    text += "byte " + std::to_string(line.offset + error.offset) + "\n";
    if (!error.expected.empty()) text += "    = expected: " + error.expected + "\n";
    say(text);
  }

  Judge judge_;
  Language language_;
  ExplanationPage page_;  ///< all claims, where a page was asked for
  bool as_page_;
  const Input& input_;
  Output output_;
  bool any_ = false, refused_ = false;
};

/// The input from this line on as one record. Beyond the limit of a record nothing more is read.
void explain_whole(Line first, Input& input, Block& block, Explaining& explaining) {
  std::string text(first.text);
  text += first.end;
  do {
    for (Line line; block.next(line);)
      text.append(line.text).append(line.end);
  } while (text.size() <= Input::line_limit && input.next(block));
  // The end of the last line belongs to no value.
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  first.text = text;
  explaining.record(first);
}

}  // namespace

Exit explain_claims(const Invocation& invocation) {
  const EvaluateOptions options{.as_of = as_of_option(invocation), .detail = Detail::full};
  const Language language = invocation.value("--lang") == "en" ? Language::en : Language::zh;
  const auto rulebook = load_rules(invocation);
  if (!rulebook) return Exit::faults;
  Input input(invocation.operands.empty() ? "-" : invocation.operands.front());
  Explaining explaining(*rulebook, options, language, invocation.value("--format") == "html",
                        input);
  Block block;
  bool is_first = true;
  while (input.next(block)) {
    for (Line line; block.next(line);) {
      if (is_blank(line.text)) continue;
      if (is_first && !is_whole_value(line.text)) {
        explain_whole(line, input, block, explaining);
        return explaining.finish();
      }
      is_first = false;
      explaining.record(line);
    }
  }
  return explaining.finish();
}

}  // namespace sanbao::cli
