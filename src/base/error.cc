// The table of error.def as data.
#include "base/error.hh"

namespace doorward {

const std::vector<ErrorRow>& error_rows() {
  static const std::vector<ErrorRow> rows = {
#define ERROR(code, status, title, detail) {Code::code, #code, status, title, detail},
#include "base/error.def"
#undef ERROR
  };
  return rows;
}

const ErrorRow& row_of(Code code) { return error_rows()[static_cast<std::size_t>(code)]; }

Error wrong(std::string field, std::string message) {
  return {Code::VALIDATION_ERROR, std::vector<FieldError>{{std::move(field), std::move(message)}}};
}

}  // namespace doorward
