#include "http/response.hh"

namespace doorward::http {

Response Response::json(int status, const port::Json& body) {
  Response made = empty(status);
  made.body = port::dump_json(body);
  return std::move(made.with("Content-Type", "application/json"));
}

Response Response::html(int status, std::string page) {
  Response made = empty(status);
  made.body = std::move(page);
  return std::move(made.with("Content-Type", "text/html; charset=utf-8"));
}

Response Response::empty(int status) {
  Response made;
  made.status = status;
  return made;
}

Response Response::redirect(int status, std::string where) {
  return std::move(empty(status).with("Location", std::move(where)));
}

Response& Response::with(std::string name, std::string value) {
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

}  // namespace doorward::http
