// From words to a Config: parsing by type, checks by the row's own word.
#include "base/config.hh"

#include "base/config_value.hh"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "base/text.hh"

namespace doorward {
namespace {

using std::string_view;

struct Unit {
  string_view name;
  std::int64_t micros;
};
constexpr Unit units[] = {{"us", 1},         {"ms", 1000},         {"s", 1000000},
                          {"m", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}};

bool parse(string_view text, std::string& out) {
  out = text;
  return !has_control(text) && valid_utf8(text);
}

bool parse(string_view text, std::int64_t& out) { return parse_number(text, out); }

bool parse(string_view text, bool& out) {
  out = text == "true" || text == "yes" || text == "on" || text == "1";
  return out || text == "false" || text == "no" || text == "off" || text == "0";
}

bool parse(string_view text, Span& out) {
  std::int64_t count = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), count);
  const string_view unit(end, std::size_t(text.data() + text.size() - end));
  for (const auto& known : units) {
    if (ec != std::errc{} || known.name != unit || count < 0 || count > 3'153'600'000'000'000 / known.micros) continue;
    out = Span{count * known.micros};
    return true;
  }
  return false;
}

bool parse(string_view text, std::vector<std::string>& out) {
  out.clear();
  for (auto word : words(text)) out.emplace_back(word);
  return !has_control(text) && valid_utf8(text);
}

bool parse(string_view text, Secret& out) {
  out = Secret(std::string(text));
  return true;
}

bool parse(string_view text, Terms& out) {
  auto terms = parse_terms(text);
  if (!terms) return false;
  out = *std::move(terms);
  return true;
}

std::string kind(string_view type) {
  if (type == "Number") return "a whole number";
  if (type == "Flag") return "true or false";
  if (type == "Span") return "a time such as 250ms, 30s, 15m, 2h or 7d";
  if (type == "Plan")
    return "limits (" + join(limit_names(), ", ") + ") such as max_users=25, and features (" +
           join(feature_names(), ", ") + "), each once";
  return "printable text";
}

/// `a..b` for numbers and spans.
template <class T>
std::string check_range(const T& value, string_view check) {
  const auto dots = check.find("..");
  T low{}, high{};
  if (!parse(check.substr(0, dots), low) || !parse(check.substr(dots + 2), high)) return "";
  if (value >= low && value <= high) return "";
  const T& near = value < low ? low : high;
  return "must be within " + std::string(check) + "; the nearest is " +
         std::string(&near == &low ? check.substr(0, dots) : check.substr(dots + 2));
}

std::string check_text(string_view value, string_view check) {
  if (check == "any") return "";
  if (check == "nonempty") return value.empty() ? "must not be empty" : "";
  if (check == "url") {
    const bool scheme = value.starts_with("http://") || value.starts_with("https://");
    return scheme && !value.ends_with('/') ? ""
                                           : "must be http:// or https:// with a host and without a slash at the end";
  }
  const auto choices = split(check, '|');
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return "";
  const std::string near = nearest(value, choices);
  return "must be one of " + std::string(check) + (near.empty() ? "" : "; did you mean " + near + "?");
}

template <class T>
std::string check_value(const T& value, string_view text, string_view check) {
  if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, Span>)
    return check.find("..") == string_view::npos ? "" : check_range(value, check);
  else
    return check_text(trim(text), check);
}

template <class T>
std::string assign(T& member, const ConfigRow& row, string_view text) {
  T value{};
  if (!parse(text, value)) return "must be " + kind(row.type);
  std::string complaint = check_value(value, text, row.check);
  if (complaint.empty()) member = std::move(value);
  return complaint;
}

/// The complaint about a value, empty when it was taken.
std::string assign_row(Config& config, const ConfigRow& row, string_view text) {
#define SECTION(name)         \
  if (row.section == #name) { \
    auto& section = config.name;
#define SETTING(name, type, initial, check, scope, sentence) \
  if (row.key == #name) return assign(section.name, row, text);
#define END(name) }
#include "base/config.def"
#undef SECTION
#undef SETTING
#undef END
  return "";
}

const ConfigRow* find_row(string_view name) {
  for (const auto& row : config_rows())
    if (row.is(name)) return &row;
  return nullptr;
}

std::string unknown_name(string_view name) {
  std::vector<std::string> names;
  for (const auto& row : config_rows()) names.push_back(row.name());
  const std::string near = nearest(name, {names.begin(), names.end()});
  return near.empty() ? "is not a setting" : "is not a setting; did you mean " + near + "?";
}

std::string show(const std::string& v) { return v; }
std::string show(std::int64_t v) { return std::to_string(v); }
std::string show(bool v) { return v ? "true" : "false"; }
std::string show(const std::vector<std::string>& v) { return join(v, " "); }
std::string show(const Terms& v) { return to_text(v); }
std::string show(const Secret& v) { return v.empty() ? "(empty)" : "(set)"; }
std::string show(Span v) {
  const auto micros = v.count();
  for (auto unit = std::rbegin(units); unit != std::rend(units); ++unit)
    if (micros % unit->micros == 0 && (micros != 0 || unit->name == "s"))
      return std::to_string(micros / unit->micros) + std::string(unit->name);
  return std::to_string(micros) + "us";
}

std::int64_t number_of(std::int64_t v) { return v; }
std::int64_t number_of(bool v) { return v ? 1 : 0; }
std::int64_t number_of(Span v) { return v.count(); }
template <class T>
std::int64_t number_of(const T&) {
  return 0;
}

/// Calls `take` with the member of that name.
template <class Take>
void with_setting(const Config& config, string_view name, const Take& take) {
#define SECTION(of)                  \
  {                                  \
    const auto& section = config.of; \
    constexpr string_view title = #of;
#define SETTING(key, type, initial, check, scope, sentence)                                 \
  if (name.size() > title.size() && name.starts_with(title) && name[title.size()] == '.' && \
      name.substr(title.size() + 1) == #key)                                                \
    return take(section.key);
#define END(of) }
#include "base/config.def"
#undef SECTION
#undef SETTING
#undef END
  throw Failure("no such setting: " + std::string(name));
}

}  // namespace

std::string setting_text(const Config& config, string_view name) {
  std::string text;
  with_setting(config, name, [&](const auto& value) { text = show(value); });
  return text;
}

std::int64_t setting_number(const Config& config, string_view name) {
  std::int64_t number = 0;
  with_setting(config, name, [&](const auto& value) { number = number_of(value); });
  return number;
}

const std::vector<ConfigRow>& config_rows() {
  static const std::vector<ConfigRow> rows = [] {
    std::vector<ConfigRow> made;
    string_view section;
#define SECTION(name) section = #name;
#define SETTING(key, type, initial, check, scope, sentence) \
  made.push_back({section, #key, #type, initial, #check, #scope, sentence});
#define END(name)
#include "base/config.def"
#undef SECTION
#undef SETTING
#undef END
    return made;
  }();
  return rows;
}

Result<void> set_config(Config& config, string_view name, string_view value) {
  const auto* row = find_row(name);
  const std::string complaint = row ? assign_row(config, *row, value) : unknown_name(name);
  if (!complaint.empty()) return wrong(std::string(name), complaint);
  return {};
}

Result<Config> make_config(const ConfigWords& words) {
  Config config;
  std::vector<FieldError> complaints;
  for (const auto& row : config_rows()) {
    const auto said = words.find(row.name());
    const std::string complaint =
        assign_row(config, row, said == words.end() ? row.initial : string_view(said->second));
    if (!complaint.empty()) complaints.push_back({row.name(), complaint});
  }
  for (const auto& [name, value] : words)
    if (!find_row(name)) complaints.push_back({name, unknown_name(name)});
  if (!complaints.empty()) return Error(Code::VALIDATION_ERROR, std::move(complaints));
  return config;
}

std::string print_config(const Config& config) {
  std::ostringstream out;
#define SECTION(name)                  \
  {                                    \
    const auto& section = config.name; \
    const string_view title = #name;
#define SETTING(key, type, initial, check, scope, sentence) out << title << "." #key " = " << show(section.key) << "\n";
#define END(name) }
#include "base/config.def"
#undef SECTION
#undef SETTING
#undef END
  return out.str();
}

std::string sample_config() {
  std::ostringstream out;
  out << "# doorward.conf: every setting with its default. A line without # changes one.\n";
  string_view section;
  for (const auto& row : config_rows()) {
    if (row.section != section) out << "\n[" << (section = row.section) << "]\n";
    out << "# " << row.sentence << " (" << row.type << "; " << row.check
        << (row.scope == "tenant" ? "; per tenant" : "") << ")\n#" << row.key << " = " << row.initial << "\n";
  }
  return out.str();
}

}  // namespace doorward
