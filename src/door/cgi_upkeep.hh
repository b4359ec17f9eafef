// Where only plain CGI runs there is no master and perhaps no cron: one program in upkeep.cgi_one_in does a little of
// the upkeep behind its answer.
#pragma once
#include "base/config.hh"
#include "port/random.hh"

namespace doorward::door {

/// Behind the answer's end. Where it is this program's turn it does not return: with nothing open of the request's and
/// an end set, it does batches for 200 ms, beginning with any kind of work, and then becomes doorwardctl, for the mail.
/// `mail`: a message was written down, so that somebody should look at once. `config_path`: of our settings.
void perhaps_keep_up(const Config& config, const std::string& config_path, bool mail, port::Random& random);

/// One in `n` draws; never where `n` is 0.
bool drawn(std::int64_t n, port::Random& random);

}  // namespace doorward::door
