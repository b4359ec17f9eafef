// Errors are gathered, so that a person is told of everything at once.
#include "endpoint/fields.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward::endpoint {
namespace {

const port::Json nothing = port::Json::Object{};

/// Of more unknown members an answer would be many times its question.
constexpr std::size_t most_told = 32;

}  // namespace

Fields::Fields(const port::Json& body, std::string prefix, Wrongs wrongs)
    : prefix_(std::move(prefix)), wrongs_(std::move(wrongs)), parts_(std::make_shared<std::vector<Part>>()) {
  if (!body.object()) complain("", "An object is expected.");
  parts_->push_back({prefix_, body.object() ? &body : &nothing, {}});
}

void Fields::complain(std::string_view name, std::string message) {
  std::string field = prefix_ + std::string(name);
  if (name.empty() && !field.empty()) field.pop_back();
  wrongs_->push_back({std::move(field), std::move(message)});
}

const port::Json* Fields::member(std::string_view name) {
  auto& part = (*parts_)[part_];
  part.known.emplace_back(name);
  return part.json->find(name);
}

const std::string* Fields::string_member(std::string_view name, std::size_t most, bool required) {
  const auto* value = member(name);
  if (!value || (value->null() && !required)) {
    if (required) complain(name, "This field is required.");
    return nullptr;
  }
  const auto* text = value->string();
  if (!text)
    complain(name, "A string is expected.");
  else if (required && text->empty())
    complain(name, "This field must not be empty.");
  else if (text->size() > most)
    complain(name, "At most " + std::to_string(most) + " bytes are taken.");
  else
    return text;
  return nullptr;
}

std::optional<std::string> Fields::maybe_text(std::string_view name, std::size_t most) {
  const auto* text = string_member(name, most, false);
  if (!text) return std::nullopt;
  if (!has_control(*text)) return *text;
  complain(name, "Control characters are not taken.");
  return std::nullopt;
}

std::string Fields::text(std::string_view name, std::size_t most) {
  const auto* text = string_member(name, most, true);
  if (!text) return "";
  if (!has_control(*text)) return *text;
  complain(name, "Control characters are not taken.");
  return "";
}

Secret Fields::secret(std::string_view name, std::size_t most) {
  const auto* text = string_member(name, most, true);
  return text ? Secret(*text) : Secret();
}

Secret Fields::maybe_secret(std::string_view name, std::size_t most) {
  const auto* text = string_member(name, most, false);
  return text ? Secret(*text) : Secret();
}

bool Fields::flag(std::string_view name) {
  const auto* value = member(name);
  if (!value) return false;
  if (const auto* given = value->flag()) return *given;
  complain(name, "true or false is expected.");
  return false;
}

std::optional<std::int64_t> Fields::maybe_number(std::string_view name) {
  const auto* value = member(name);
  if (!value || value->null()) return std::nullopt;
  if (const auto* whole = value->integer()) return *whole;
  complain(name, "A whole number is expected.");
  return std::nullopt;
}

std::optional<std::vector<std::string>> Fields::maybe_texts(std::string_view name, std::size_t most_each,
                                                            std::size_t most) {
  const auto* value = member(name);
  if (!value || value->null()) return std::nullopt;
  const auto* items = value->array();
  const auto good = [&](const port::Json& item) {
    return item.string() && !item.string()->empty() && item.string()->size() <= most_each &&
           !has_control(*item.string());
  };
  if (!items || items->size() > most || !std::all_of(items->begin(), items->end(), good)) {
    complain(name, "A list of at most " + std::to_string(most) + " words is expected.");
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const auto& item : *items) texts.push_back(*item.string());
  return texts;
}

const port::Json::Object* Fields::maybe_object(std::string_view name) {
  const auto* value = member(name);
  if (value && !value->object()) complain(name, "An object is expected.");
  return value ? value->object() : nullptr;
}

std::string Fields::word(std::string_view name, const std::vector<std::string_view>& words) {
  const auto* value = member(name);
  if (!value) return std::string(words.front());
  const auto* text = value->string();
  if (text && std::find(words.begin(), words.end(), *text) != words.end()) return *text;
  complain(name, "One of these is expected: " + join({words.begin(), words.end()}, ", ") + ".");
  return std::string(words.front());
}

Fields Fields::object(std::string_view name) {
  const auto* value = member(name);
  const bool good = value && value->object();
  if (!value)
    complain(name, "This field is required.");
  else if (!good)
    complain(name, "An object is expected.");
  // What is no object is complained of once, not again for each member that it lacks.
  Fields inner(good ? *value : nothing, prefix_ + std::string(name) + ".",
               good ? wrongs_ : std::make_shared<std::vector<FieldError>>());
  if (!good) return inner;
  parts_->push_back(inner.parts_->front());
  inner.parts_ = parts_;
  inner.part_ = parts_->size() - 1;
  return inner;
}

std::optional<Error> Fields::refusal() const {
  auto wrongs = *wrongs_;
  for (const auto& part : *parts_)
    for (const auto& [name, value] : *part.json->object())
      if (wrongs.size() < most_told && std::find(part.known.begin(), part.known.end(), name) == part.known.end())
        wrongs.push_back({part.prefix + header_safe(name.substr(0, 64)), "This field is unknown."});
  if (wrongs.empty()) return std::nullopt;
  return Error(Code::VALIDATION_ERROR, std::move(wrongs));
}

}  // namespace doorward::endpoint
