// cgicc reads leniently: it skips what it does not understand. So the body is checked before, and what was read is
// held against the body afterwards; anything that was skipped, cut or guessed is a refusal.
#include "port/form_body.hh"

#include <cgicc/Cgicc.h>

#include <algorithm>
#include <set>

#include "base/encode.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

constexpr std::size_t fields_max = 64;
constexpr std::string_view urlencoded = "application/x-www-form-urlencoded", multipart = "multipart/form-data";

/// What cgicc may see of the world: this one body.
class Body : public cgicc::CgiInput {
 public:
  Body(std::string type, std::string_view rest) : type_(std::move(type)), length_(rest.size()), rest_(rest) {}

  size_t read(char* data, size_t length) override {
    const std::size_t given = rest_.copy(data, length);
    rest_.remove_prefix(given);
    return given;
  }
  std::string getenv(const char* name) override {
    const std::string_view asked = name;
    if (asked == "REQUEST_METHOD") return "POST";
    if (asked == "CONTENT_TYPE") return type_;
    if (asked == "CONTENT_LENGTH") return std::to_string(length_);
    return {};
  }

 private:
  std::string type_;
  std::size_t length_;
  std::string_view rest_;
};

Result<FormFields> read_by_cgicc(std::string type, std::string_view body) {
  Body input(std::move(type), body);
  try {
    const cgicc::Cgicc form(&input);
    if (!form.getFiles().empty()) return Code::UNSUPPORTED_MEDIA_TYPE;
    FormFields fields;
    for (const auto& entry : form.getElements()) fields.emplace_back(entry.getName(), entry.getValue());
    return fields;
  } catch (const std::exception&) {  // cgicc has no exception types of its own
    return Code::MALFORMED_BODY;
  }
}

/// One "name=value": characters that the serializer of browsers writes, and whole escapes.
bool sound_pair(std::string_view pair) {
  const bool plain =
      std::all_of(pair.begin(), pair.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F && c != ';'; });
  return plain && pair.find('=') != std::string_view::npos && percent_decode(pair);
}

Result<FormFields> read_urlencoded(std::string_view body) {
  if (body.empty()) return FormFields{};
  const auto pairs = split(body, '&');
  if (pairs.size() > fields_max) return Code::PAYLOAD_TOO_LARGE;
  if (!std::all_of(pairs.begin(), pairs.end(), sound_pair)) return Code::MALFORMED_BODY;
  auto fields = read_by_cgicc(std::string(urlencoded), body);
  if (fields && fields->size() != pairs.size()) return Code::MALFORMED_BODY;
  return fields;
}

/// RFC 2046 section 5.1.1, without quotes and blanks: what browsers make. Empty: none.
std::string_view boundary_of(std::string_view content_type) {
  const auto parameter = trim(content_type.substr(std::min(content_type.size(), multipart.size())));
  constexpr std::string_view name = "boundary=";
  if (!parameter.starts_with(';')) return {};
  auto value = trim(parameter.substr(1));
  if (!same_ascii(value.substr(0, name.size()), name)) return {};
  value.remove_prefix(name.size());
  static constexpr std::string_view marks = "'()+_-./:=?";
  const bool sound = value.size() <= 70 && std::all_of(value.begin(), value.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              marks.find(c) != std::string_view::npos;
                     });
  return sound ? value : std::string_view();
}

/// RFC 7578 as browsers write it. Whoever reads it any other way than cgicc did gets other bytes.
std::string as_multipart(const FormFields& fields, std::string_view boundary) {
  std::string body;
  for (const auto& [name, value] : fields)
    body.append("--")
        .append(boundary)
        .append("\r\nContent-Disposition: form-data; name=\"")
        .append(name)
        .append("\"\r\n\r\n")
        .append(value)
        .append("\r\n");
  return body.append("--").append(boundary).append("--\r\n");
}

Result<FormFields> read_multipart(std::string_view boundary, std::string_view body) {
  auto fields = read_by_cgicc(std::string(multipart) + "; boundary=" + std::string(boundary), body);
  if (!fields) return fields;
  if (fields->size() > fields_max) return Code::PAYLOAD_TOO_LARGE;
  if (as_multipart(*fields, boundary) != body) return Code::MALFORMED_BODY;
  const std::string line = "\r\n--" + std::string(boundary);
  for (const auto& [name, value] : *fields)
    if (name.find_first_of("\"\r\n") != std::string::npos || ("\r\n" + value + "\r\n").find(line) != std::string::npos)
      return Code::MALFORMED_BODY;
  return fields;
}

bool sound_fields(const FormFields& fields) {
  std::set<std::string_view> names;
  return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
    const auto& [name, value] = field;
    return !name.empty() && names.insert(name).second && valid_utf8(name) && valid_utf8(value) && !has_control(name) &&
           value.find('\0') == std::string::npos;
  });
}

Result<FormFields> read(std::string_view content_type, std::string_view body) {
  const auto media = trim(content_type.substr(0, content_type.find(';')));
  if (same_ascii(media, urlencoded)) return read_urlencoded(body);
  const auto boundary = same_ascii(media, multipart) ? boundary_of(content_type) : std::string_view();
  if (boundary.empty()) return Code::UNSUPPORTED_MEDIA_TYPE;
  return read_multipart(boundary, body);
}

}  // namespace

Result<FormFields> parse_form(std::string_view content_type, std::string_view body, std::size_t size_max) {
  if (body.size() > size_max) return Code::PAYLOAD_TOO_LARGE;
  auto fields = read(trim(content_type), body);
  if (fields && !sound_fields(*fields)) return Code::MALFORMED_BODY;
  return fields;
}

}  // namespace doorward::port
