// SPDX-License-Identifier: Apache-2.0
//
// yaml_reader.cpp: YAML events to a tree. Events rather than the parser's own nodes, because only
// they show tags, anchors, duplicate keys and places; one document at a time, because reading all
// of them at once does not end on some inputs.
// Never lets a plain `null` or number become anything but text.
// Tested by tests/unit/yaml_reader_test.cpp and tests/bad.
#include "parse/yaml_reader.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "parse/missing_values.hpp"
#include "parse/repeated_keys.hpp"
#include "parse/scalar_places.hpp"
#include "parse/yaml_explain.hpp"
#include "parse/yaml_outline.hpp"
#include "parse/yaml_places.hpp"

namespace sanbao::parse {
namespace {

using ir::YamlEntry;
using ir::YamlNode;

/// Thrown out of an event to stop the parser; the fault has been told.
struct Stop {};

/// Thrown likewise: a key of the last line lacks the blank behind its colon.
struct LastLine {
  std::size_t offset;
};

struct Frame {
  YamlNode node;
  std::size_t column = 0;  ///< of a block collection, in bytes
  bool is_key = false;     ///< the collection stands where a key must stand
  bool is_pair = false;    ///< a mapping that a `: ` made of a list item
  bool has_key = false;    ///< mapping: the next node is a value
  bool drop_value = false;
  YamlEntry entry;
  std::size_t key_begin = 0, key_end = 0;
  std::vector<Missing> missing;  ///< for each entry
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const base::SourceText& source, const Outline& outline, base::FaultList& faults,
              YamlNode& root)
      : source_(source),
        places_(source),
        explainer_(source, outline, faults),
        outline_(outline),
        faults_(faults),
        root_(root) {}

  [[nodiscard]] std::optional<std::size_t> last_scalar() const { return last_scalar_; }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    count(mark);
    const std::size_t at = places_.skip_properties(offset_of(mark));
    const bool key = wants_key();
    const std::string_view word = null_word(at, mark, key);
    if (word == "~" || word.empty()) {
      YamlNode node;
      node.span = word.empty() ? place_of_nothing(at, key) : source_.span_of(at, at + 1);
      if (key) return name_key(std::move(node), false, at, at);
      if (!stack_.empty() && stack_.back().node.is_sequence()) empty_item(node.span);
      return attach(std::move(node), word.empty());
    }
    scalar(at, std::string(word));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    count(mark);
    const std::size_t at = offset_of(mark);
    explainer_.explain({YamlTrouble::anchor, at, {}});
    word_of_property(at);
  }

  void OnAnchor(const YAML::Mark& mark, const std::string& /*name*/) override {
    std::size_t at = offset_of(mark);
    while (peek(at) == '!')
      at = places_.skip_property(at);
    explainer_.explain({YamlTrouble::anchor, at, {}});
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    count(mark);
    const std::size_t at = offset_of(mark);
    // `!goods.opened` is a tag without a value: its word is what was meant.
    if (!check_tag(mark, tag) || !value.empty()) return scalar(places_.skip_properties(at), value);
    word_of_property(at);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, YamlNode::Kind::sequence, style == YAML::EmitterStyle::Flow);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, YamlNode::Kind::mapping, style == YAML::EmitterStyle::Flow);
  }
  void OnMapEnd() override {
    Frame& frame = stack_.back();
    const bool in_list =
        !frame.node.flow && stack_.size() > 1 && stack_[stack_.size() - 2].node.is_sequence();
    std::vector<YamlNode> items =
        tell_repeated(frame.node.entries, frame.missing, in_list, faults_);
    if (frame.node.flow) tell_missing(frame.node.entries, frame.missing, faults_);
    close();
    for (YamlNode& item : items)
      attach(std::move(item), false);
  }

  /// Of mappings that reading did not come to the end of.
  void tell_of_open() {
    for (Frame& frame : stack_)
      tell_repeated(frame.node.entries, frame.missing, false, faults_);
  }

 private:
  // ---- places

  [[nodiscard]] std::size_t offset_of(const YAML::Mark& mark) const {
    const auto line = static_cast<std::uint32_t>(mark.line) + 1;
    if (mark.is_null() || line > source_.line_count()) return source_.bytes().size();
    return std::min(source_.line_start(line) + static_cast<std::size_t>(mark.column),
                    source_.bytes().size());
  }

  [[nodiscard]] char peek(std::size_t at) const { return places_.peek(at); }

  // ---- what stands where

  [[nodiscard]] bool wants_key() const {
    return !stack_.empty() && stack_.back().node.is_mapping() && !stack_.back().has_key;
  }

  // The parser tells `null`, `~` and nothing at all alike, and puts "nothing" where the next token
  // stands: the word there is a value only where a value can stand.
  std::string_view null_word(std::size_t at, const YAML::Mark& mark, bool key) {
    if (at == last_null_) return {};
    const std::string_view text = source_.bytes();
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (text.substr(std::min(at, text.size()), word.size()) != word) continue;
      const char after = peek(at + word.size());
      const bool ends = after == ' ' || after == '\t' || after == '\n' || after == ',' ||
                        after == ']' || after == '}' || after == ':' || after == '?' ||
                        after == '[' || after == '{';
      const bool below = !stack_.empty() && !stack_.back().node.flow && !key &&
                         static_cast<std::size_t>(mark.column) <= stack_.back().column;
      if (!ends || below) return {};
      last_null_ = at;
      return text.substr(at, word.size());
    }
    return {};
  }

  [[nodiscard]] Span place_of_nothing(std::size_t at, bool key) const {
    if (!key && !stack_.empty() && stack_.back().node.is_mapping())
      return stack_.back().entry.key_span;
    if (!stack_.empty() && !stack_.back().node.flow && !key) return places_.dash_before(at);
    return source_.place_of(at);
  }

  // ---- faults

  void count(const YAML::Mark& mark) {
    if (++nodes_ <= limits::max_nodes) return;
    faults_.error(
        "SB1005", source_.place_of(offset_of(mark)),
        fmt::format("more than {} values, lists and mappings in one file", limits::max_nodes),
        "split the file");
    throw Stop{};
  }

  // True where there was a tag; it was told.
  bool check_tag(const YAML::Mark& mark, const std::string& tag) {
    std::size_t at = offset_of(mark);
    while (peek(at) == '&')
      at = places_.skip_property(at);
    const bool found = peek(at) == '!' || (tag != "?" && tag != "!");
    if (found) explainer_.explain({YamlTrouble::tag, at, {}});
    return found;
  }

  // The parser takes a quote or bracket in its key's own column for the value.
  void check_indent(std::size_t at) {
    if (stack_.empty() || stack_.back().node.flow || wants_key()) return;
    const Frame& frame = stack_.back();
    const std::uint32_t line = source_.place_of(at).line;
    if (!frame.node.is_mapping() || line == frame.entry.key_span.line) return;
    if (at - source_.line_start(line) > frame.column) return;
    faults_.error("SB1012", source_.place_of(at), "this value is not indented under its key",
                  "indent it by two blanks, or write it on the line of its key");
  }

  void empty_item(Span span) {
    faults_.error("SB1007", span, "an item of this list is empty",
                  "write the item, or take the comma or `- ` out");
  }

  void check_text(const YamlNode& node) {
    if (base::is_plain_text(node.text)) return;
    faults_.error("SB1003", node.span,
                  "an escape in this text stands for a character that no text may hold",
                  "of the escapes only those for letters, signs, `\\n` and `\\t` are of use");
  }

  // ---- building

  void scalar(std::size_t at, const std::string& value) {
    last_scalar_ = at;
    if (const Outline::Unclosed* entry = outline_.find_unclosed(at)) {
      explainer_.unclosed(*entry);
      throw Stop{};
    }
    ScalarPlaces places = locate_scalar(source_, at, value);
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.quoted = peek(at) == '"' || peek(at) == '\'';
    node.text = value;
    node.span = places.span;
    node.jumps = std::move(places.jumps);
    check_text(node);
    check_indent(at);
    if (wants_key()) return name_key(std::move(node), true, at, places.end);
    attach(std::move(node), false);
  }

  // `!goods.opened` and `*b` were told; their word is read in the place of the value that is not
  // there.
  void word_of_property(std::size_t at) {
    std::string_view word = places_.property_at(at);
    const std::size_t signs = std::min(word.find_first_not_of("!*"), word.size());
    if (signs < word.size()) word.remove_prefix(signs), at += signs;
    scalar(at, std::string(word));
  }

  void name_key(YamlNode node, bool named, std::size_t begin, std::size_t end) {
    Frame& frame = stack_.back();
    frame.has_key = true;
    frame.key_begin = begin;
    frame.key_end = end;
    frame.entry = {std::move(node.text), node.span, node.quoted, {}};
    frame.drop_value = !named;
    if (!named) {
      faults_.error("SB1016", node.span, "a key is missing here",
                    "a key is a word followed by `: `");
      return;
    }
    if (frame.entry.key == "<<" && !node.quoted) {
      frame.drop_value = true;
      faults_.error("SB1009", node.span, "merge keys (`<<`) are not accepted",
                    "to say something once, name it under `values`, `conditions` or `periods`");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YamlNode::Kind kind, bool flow) {
    count(mark);
    check_tag(mark, tag);
    const std::size_t at = places_.skip_properties(offset_of(mark));
    if (const Outline::Unclosed* entry = flow ? outline_.find_unclosed(at) : nullptr) {
      explainer_.unclosed(*entry);
      throw Stop{};
    }
    if (stack_.size() >= limits::max_nesting) {
      explainer_.explain({YamlTrouble::nesting, at, {}});
      throw Stop{};
    }
    if (flow) check_indent(at);
    Frame frame;
    frame.node.kind = kind;
    frame.node.flow = flow;
    frame.node.span = places_.begin_of(at);
    frame.column = static_cast<std::size_t>(mark.column);
    if (flow && kind == YamlNode::Kind::mapping && peek(at) != '{') {
      frame.is_pair = true;
      faults_.error("SB1016", frame.node.span, "`: ` makes a pair of this item",
                    "put braces around keys and their values in place of the brackets, or quote "
                    "the item");
    }
    if (wants_key()) {
      frame.is_key = true;
      faults_.error("SB1016", frame.node.span, "a list or mapping cannot be a key",
                    "a key is a word; quote a text that begins with a bracket");
    }
    stack_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (frame.is_key) {
      Frame& parent = stack_.back();
      parent.has_key = true;
      parent.drop_value = true;
      parent.entry = {{}, frame.node.span, false, {}};
      return;
    }
    if (frame.is_pair && !frame.node.entries.empty()) {
      // It was told; what follows looks at the text as it was meant.
      const YamlEntry pair = std::move(frame.node.entries.front());
      YamlNode node;
      node.kind = YamlNode::Kind::scalar;
      node.text = pair.key + ": " + pair.value.text;
      node.span = pair.key_span;
      return attach(std::move(node), false);
    }
    attach(std::move(frame.node), false);
  }

  void attach(YamlNode node, bool missing) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    if (frame.node.is_sequence()) {
      frame.node.items.push_back(std::move(node));
      return;
    }
    frame.has_key = false;
    if (std::exchange(frame.drop_value, false)) return;
    const std::size_t next = source_.bytes().find_first_not_of(" \t", frame.key_end);
    const bool colon = next != std::string_view::npos && peek(next) == ':';
    if (!frame.node.flow && !colon) {
      // The parser takes a last line without a colon, and `? word`, for a key.
      if (next == std::string_view::npos ||
          source_.bytes().find_first_not_of(" \t\n", next) == std::string_view::npos) {
        const std::size_t length = frame.key_end - frame.key_begin;
        if (source_.bytes().substr(frame.key_begin, length).find(':') != std::string_view::npos)
          throw LastLine{frame.key_begin};
      }
      return explainer_.explain({YamlTrouble::no_key, frame.key_begin, {}});
    }
    frame.entry.value = std::move(node);
    frame.node.entries.push_back(std::move(frame.entry));
    frame.missing.push_back(!missing ? Missing::nothing
                            : colon  ? Missing::value
                                     : Missing::colon_too);
  }

  const base::SourceText& source_;
  YamlPlaces places_;
  YamlExplainer explainer_;
  const Outline& outline_;
  base::FaultList& faults_;
  YamlNode& root_;
  std::vector<Frame> stack_;
  std::size_t nodes_ = 0;
  std::optional<std::size_t> last_scalar_;
  std::size_t last_null_ = std::string_view::npos;
};

/// Sees whether anything stands behind the document.
class EndCheck final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    line_ = mark.is_null() ? 1 : static_cast<std::uint32_t>(mark.line) + 1;
    throw Stop{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

  [[nodiscard]] std::uint32_t line() const { return line_; }

 private:
  std::uint32_t line_ = 0;
};

YamlTrouble trouble_of(std::string_view message) {
  namespace told = YAML::ErrorMsg;
  static const std::array<std::pair<std::string_view, YamlTrouble>, 27> known{{
      {told::END_OF_MAP, YamlTrouble::no_key},
      {told::END_OF_SEQ, YamlTrouble::no_item},
      {told::END_OF_MAP_FLOW, YamlTrouble::flow_mapping},
      {told::END_OF_SEQ_FLOW, YamlTrouble::flow_list},
      {told::MAP_VALUE, YamlTrouble::second_colon},
      {told::MAP_KEY, YamlTrouble::question_mark},
      {told::BLOCK_ENTRY, YamlTrouble::dash},
      {told::FLOW_END, YamlTrouble::closing},
      {told::DOC_IN_SCALAR, YamlTrouble::unclosed_quote},
      {told::EOF_IN_SCALAR, YamlTrouble::unclosed_quote},
      {told::CHAR_IN_BLOCK, YamlTrouble::block_header},
      {told::ZERO_INDENT_IN_BLOCK, YamlTrouble::block_header},
      {told::INVALID_ESCAPE, YamlTrouble::escape},
      {told::INVALID_HEX, YamlTrouble::escape},
      {told::INVALID_UNICODE, YamlTrouble::escape},
      {told::ALIAS_NOT_FOUND, YamlTrouble::anchor},
      {told::ANCHOR_NOT_FOUND, YamlTrouble::anchor},
      {told::CHAR_IN_ALIAS, YamlTrouble::anchor},
      {told::CHAR_IN_ANCHOR, YamlTrouble::anchor},
      {told::UNKNOWN_ANCHOR, YamlTrouble::anchor},
      {told::MULTIPLE_ANCHORS, YamlTrouble::anchor},
      {told::MULTIPLE_TAGS, YamlTrouble::tag},
      {told::CHAR_IN_TAG_HANDLE, YamlTrouble::tag},
      {told::TAG_WITH_NO_SUFFIX, YamlTrouble::tag},
      {told::END_OF_VERBATIM_TAG, YamlTrouble::tag},
      {told::TAB_IN_INDENTATION, YamlTrouble::tab},
      {told::UNKNOWN_TOKEN, YamlTrouble::character},
  }};
  for (const auto& [text, trouble] : known) {
    if (message.starts_with(text)) return trouble;
  }
  return message.starts_with(told::BAD_FILE) ? YamlTrouble::nesting : YamlTrouble::other;
}

}  // namespace

bool read_events(const YamlText& yaml, const Outline& outline, base::FaultList& faults,
                 base::FaultList& fatal, YamlNode& root, std::optional<std::string>& mended) {
  const base::SourceText source(yaml.text);
  YamlExplainer explainer(source, outline, fatal);
  TreeBuilder builder(source, outline, faults, root);
  EndCheck end;
  try {
    // The marker behind the text keeps an unclosed quote from swallowing the rest of the file
    // unseen.
    std::istringstream stream(yaml.text + (yaml.text.ends_with('\n') ? "...\n" : "\n...\n"));
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    parser.HandleNextDocument(end);
    return true;
  } catch (const Stop&) {
    if (end.line() > 0) {
      const std::uint32_t line = std::min(end.line(), source.line_count());
      fatal.error("SB1011", {line, 1, 0}, "text after the end of the document",
                  "a file is one mapping: each of its keys begins in the first column");
    }
  } catch (const LastLine& error) {
    explainer.explain({YamlTrouble::no_key, error.offset, {}});
    mended = explainer.take_mended();
  } catch (const YAML::Exception& error) {
    const auto line = static_cast<std::uint32_t>(error.mark.line) + 1;
    const bool inside = !error.mark.is_null() && line <= source.line_count();
    const std::size_t offset =
        inside ? source.line_start(line) + static_cast<std::size_t>(error.mark.column)
               : source.bytes().size();
    // An error at the end of the file is shown behind its last word.
    const std::size_t last = source.bytes().find_last_not_of(" \t\n");
    explainer.explain({trouble_of(error.msg),
                       last == std::string_view::npos ? 0 : std::min(offset, last + 1),
                       builder.last_scalar()});
    mended = explainer.take_mended();
  } catch (const std::exception&) {
    explainer.explain({YamlTrouble::other, source.bytes().size(), {}});
  }
  builder.tell_of_open();
  return false;
}

}  // namespace sanbao::parse
