// doorward: the master (`serve`), a worker on descriptor 0 (spawn-fcgi, mod_fcgid), or one CGI request.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "base/log.hh"
#include "base/standard.hh"
#include "build.hh"
#include "door/cgi.hh"
#include "door/master.hh"
#include "door/socket.hh"
#include "door/worker.hh"
#include "route/print.hh"

namespace {

using namespace doorward;

/// A web server turns a query without "=" into arguments (RFC 3875, 4.4): under CGI they are the client's words.
bool under_cgi() { return std::getenv("GATEWAY_INTERFACE") != nullptr; }

constexpr int refused = 1, wrong_usage = 2, dependency_down = 3;
constexpr std::string_view usage =
    "doorward serve --config FILE [--set section.key=value]…\n"
    "doorward --print routes|config|errors|metrics\n"
    "doorward --version | --help\n"
    "Without arguments: FastCGI on descriptor 0, or one CGI request when GATEWAY_INTERFACE is set; the settings\n"
    "are read from the file named by DOORWARD_CONFIG (/etc/doorward/doorward.conf). Where GATEWAY_INTERFACE is set,\n"
    "arguments count for nothing: they are the client's.\n";

struct Arguments {
  std::string config = "/etc/doorward/doorward.conf";
  std::vector<std::string> sets;
};

int misused(const std::string& why) {
  std::cerr << "doorward: " << why << "\n" << usage;
  return wrong_usage;
}

void complain(const Error& error) {
  std::cerr << "doorward: " << (error.detail.empty() ? "the settings are refused" : error.detail) << "\n";
  for (const auto& field : error.fields) std::cerr << "  " << field.field << " " << field.message << "\n";
}

int print(std::string_view what) {
  if (what == "routes")
    std::cout << route::print_routes();
  else if (what == "errors")
    std::cout << route::print_errors();
  else if (what == "config")
    std::cout << sample_config();
  else if (what == "metrics")
    std::cout << route::print_metrics();
  else
    return misused("--print takes routes, config, errors or metrics");
  return std::cout.flush() ? 0 : refused;
}

/// A log whose reader is gone must not end us.
void begin_log(const Config& config) {
  std::signal(SIGPIPE, SIG_IGN);
  log_setup(config.log.level, config.log.format);
}

int serve(const Arguments& arguments, char** environment) {
  const auto load = [&] { return load_config(arguments.config, environment, arguments.sets); };
  auto config = load();
  if (!config) {
    complain(config.error());
    return refused;
  }
  begin_log(*config);
  std::vector<std::string> options = {"--config", arguments.config};
  for (const auto& set : arguments.sets) options.insert(options.end(), {"--set", set});
  return door::run_master(std::move(*config), load, options);
}

/// FastCGI on descriptor 0, or CGI: no arguments, so the environment names the file.
int serve_one(char** environment) {
  const bool fastcgi = door::is_listening(STDIN_FILENO);
  const bool cgi = !fastcgi && under_cgi();
  if (!fastcgi && !cgi) return misused("what is to be done?");
  const char* named = std::getenv("DOORWARD_CONFIG");
  // Under CGI the environment is the request's.
  const auto config = load_config(named ? named : Arguments{}.config, cgi ? nullptr : environment, {});
  if (!config) {
    complain(config.error());
    if (cgi) door::answer_broken_cgi(environment);
    return refused;
  }
  begin_log(*config);
  door::shield_process();
  try {
    // Nobody waits for the rest of the way out, but the next program wants the processor.
    if (cgi) ::_exit(door::answer_cgi(*config, environment, named ? named : Arguments{}.config));
    port::Metrics metrics = door::open_metrics(*config);
    const port::CountedLosses losses(metrics);
    return door::work(*config, {{STDIN_FILENO}, false}, metrics);
  } catch (const std::exception& what) {
    log(Level::error, "doorward does not start", {{"why", what.what()}});
    if (cgi) door::answer_broken_cgi(environment);
    return dependency_down;
  }
}

int run(const std::vector<std::string_view>& words, char** environment) {
  if (words.empty() || under_cgi()) return serve_one(environment);
  if (words[0] == "--version") return std::cout << "doorward " DOORWARD_VERSION "\n", 0;
  if (words[0] == "--help") return std::cout << usage, 0;
  if (words[0] == "--print") return words.size() == 2 ? print(words[1]) : misused("--print takes one word");
  if (words[0] != "serve") return misused("unknown word " + std::string(words[0]));
  Arguments arguments;
  for (std::size_t i = 1; i < words.size(); i += 2) {
    if (i + 1 == words.size()) return misused(std::string(words[i]) + " needs a value");
    if (words[i] == "--config")
      arguments.config = words[i + 1];
    else if (words[i] == "--set")
      arguments.sets.emplace_back(words[i + 1]);
    else
      return misused("unknown option " + std::string(words[i]));
  }
  return serve(arguments, environment);
}

}  // namespace

int main(int argc, char** argv, char** environment) {
  open_standard_descriptors();
  return run({argv + 1, argv + argc}, environment);
}
