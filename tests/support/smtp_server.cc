#include "support/smtp_server.hh"

#include <filesystem>
#include <fstream>

#include "base/error.hh"

namespace tests {

using namespace doorward;

std::vector<port::Json> SmtpServer::taken() const {
  std::vector<port::Json> all;
  for (int number = 1; std::filesystem::exists(file(std::to_string(number) + ".json")); ++number) {
    std::ifstream in(file(std::to_string(number) + ".json"));
    const auto json = port::parse_json(std::string((std::istreambuf_iterator<char>(in)), {}));
    if (!json) throw Failure("fixture: the mail server wrote no JSON");
    all.push_back(*json);
  }
  return all;
}

ConfigWords SmtpServer::settings(const ConfigWords& more) const {
  ConfigWords words = {{"mail.transport", "smtp"}, {"mail.host", "localhost"}, {"mail.port", port()},
                       {"mail.security", "none"},  {"mail.timeout", "20s"},    {"mail.from", "doorward@example.test"}};
  for (const auto& [name, value] : more) words[name] = value;
  return words;
}

}  // namespace tests
