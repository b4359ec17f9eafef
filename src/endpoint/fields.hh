// Typed reading of a body: every member that is missing, unknown, of the wrong type or too long becomes a
// line of one VALIDATION_ERROR, named with dots ("user.email").
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hh"
#include "base/secret.hh"
#include "port/json.hh"

namespace doorward::endpoint {

/// Reads an object once. Ask for every member that may stand there, then look at refusal().
class Fields {
 public:
  explicit Fields(const port::Json& body) : Fields(body, "", std::make_shared<std::vector<FieldError>>()) {}

  /// Valid UTF-8 without control characters, 1 to `most` bytes; "" after an error.
  std::string text(std::string_view name, std::size_t most);
  /// Likewise, may be absent or empty; nullopt: absent.
  std::optional<std::string> maybe_text(std::string_view name, std::size_t most);
  /// Any characters but NUL: nothing is trimmed, nothing but the length is said of it.
  Secret secret(std::string_view name, std::size_t most);
  Secret maybe_secret(std::string_view name, std::size_t most);
  bool flag(std::string_view name);  // absent: false
  std::optional<std::int64_t> maybe_number(std::string_view name);
  /// Each as text(); nullopt: absent.
  std::optional<std::vector<std::string>> maybe_texts(std::string_view name, std::size_t most_each, std::size_t most);
  /// What its members are is the caller's to check; nullptr: absent, or an error.
  const port::Json::Object* maybe_object(std::string_view name);
  /// One of `words`; absent: the first.
  std::string word(std::string_view name, const std::vector<std::string_view>& words);
  /// A member that is an object; its errors come out of this one's refusal().
  Fields object(std::string_view name);

  /// VALIDATION_ERROR with all that is wrong, here and in objects read from here; unknown members too.
  std::optional<Error> refusal() const;

 private:
  using Wrongs = std::shared_ptr<std::vector<FieldError>>;
  struct Part {
    std::string prefix;
    const port::Json* json;
    std::vector<std::string> known;
  };
  Fields(const port::Json& body, std::string prefix, Wrongs wrongs);
  const port::Json* member(std::string_view name);
  const std::string* string_member(std::string_view name, std::size_t most, bool required);
  void complain(std::string_view name, std::string message);

  std::string prefix_;  // "user." or empty
  Wrongs wrongs_;
  std::shared_ptr<std::vector<Part>> parts_;  // of all objects read so far
  std::size_t part_ = 0;
};

}  // namespace doorward::endpoint
