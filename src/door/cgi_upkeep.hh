// Where only plain CGI runs there is no master and perhaps no cron: one request in upkeep.cgi_one_in leaves a process
// behind that does a little of the upkeep.
#pragma once
#include "base/config.hh"
#include "port/random.hh"

namespace doorward::door {

/// After the answer was written. The process has a session of its own, nothing open of the request's, and an end.
/// `mail`: a message was written down, so that somebody should look at once. `config_path`: of our settings.
void perhaps_keep_up(const Config& config, const std::string& config_path, bool mail, port::Random& random);

/// One in `n` draws; never where `n` is 0.
bool drawn(std::int64_t n, port::Random& random);

}  // namespace doorward::door
