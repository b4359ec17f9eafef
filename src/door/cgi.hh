// One request as a plain CGI program (RFC 3875): environment and standard input in, standard output out.
#pragma once
#include "base/config.hh"

namespace doorward::door {

/// `config_path`: where the settings are from. Returns the exit code. Throws Failure when it cannot begin: master key,
/// settings.
int answer_cgi(const Config& config, const char* const* environment, const std::string& config_path);

/// A process that cannot begin still says something that a web server can hand on: 503.
void answer_broken_cgi(const char* const* environment);

}  // namespace doorward::door
