// Refusals as words. An expected "no" travels back as a value (Result); the one exception type is
// Failure, for what the code cannot go on with. HTTP status codes are data here and used in route/.
#pragma once
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace doorward {

enum class Code {
#define ERROR(code, status, title, detail) code,
#include "base/error.def"
#undef ERROR
};

/// One row of error.def.
struct ErrorRow {
  Code code;
  std::string_view name;    // "INVALID_TOKEN"
  int status;               // HTTP status
  std::string_view title;   // RFC 9457 title
  std::string_view detail;  // said when an Error brings no detail of its own
};

const ErrorRow& row_of(Code code);
const std::vector<ErrorRow>& error_rows();

/// One member of a body, query or configuration that is wrong.
struct FieldError {
  std::string field;    // "user.email"; empty for the body itself
  std::string message;  // a sentence for a person, without the value
};

/// A limit that is reached, and how much of it is used.
struct Places {
  std::int64_t limit, used;
};

/// A refusal with its data. Never holds a secret: it is sent to the client.
struct Error {
  Code code;
  std::string detail{};                 // empty: the row's sentence
  std::vector<FieldError> fields{};     // for VALIDATION_ERROR and its kin
  std::chrono::seconds retry_after{0};  // > 0: a Retry-After header
  std::vector<std::string> plans{};     // FEATURE_NOT_AVAILABLE: those that have the feature
  std::optional<Places> places{};       // of USER_LIMIT_EXCEEDED

  Error(Code c) : code(c) {}
  Error(Code c, std::string d) : code(c), detail(std::move(d)) {}
  Error(Code c, std::chrono::seconds retry) : code(c), retry_after(retry) {}
  Error(Code c, std::vector<FieldError> f) : code(c), fields(std::move(f)) {}
};

/// VALIDATION_ERROR about one field.
Error wrong(std::string field, std::string message);

/// The impossible, or a part of the world that is down. `what()` goes to the log, never to a client.
class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& what, Code code = Code::INTERNAL_ERROR) : std::runtime_error(what), code_(code) {}
  Code code() const { return code_; }

 private:
  Code code_;
};

}  // namespace doorward
