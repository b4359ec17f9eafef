// Every page is a template of pages.dir, opened with pages/head.tpl.
#include "http/page.hh"

#include <fstream>
#include <sstream>

#include "base/text.hh"

namespace doorward::http {

bool page_load(const Request& request) {
  if (const auto mode = request.header("sec-fetch-mode")) return *mode == "navigate";
  const auto accept = request.header("accept");
  return accept && lower_ascii(*accept).find("text/html") != std::string::npos;
}

Response page(const Config& config, int status, const std::string& name, Page data) {
  data.values["BASE"] = config.service.base_path;
  data.values.emplace("LANG", "en");
  return Response::html(status, port::expand_page(config.pages.dir, name, data));
}

std::string page_file(const Config& config, const std::string& name) {
  std::ifstream file(config.pages.dir + "/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw Failure("cannot read " + config.pages.dir + "/" + name);
  return text.str();
}

}  // namespace doorward::http
