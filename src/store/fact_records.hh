// Which records of memory hold the facts that are wanted, and what stands in each.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "store/facts.hh"

namespace doorward::store {

/// Of the session, by its id or its cookie, with its user; then of the tenant.
std::vector<std::string> keys_of(const Wanted& wanted);

/// What is to stand under this key. Empty: nothing.
std::string record_of(std::string_view key, const Facts& facts);

/// The session's cookie was used at `now`, so that it lives longer. True: that is to be written.
bool use(Facts& facts, Time now);

}  // namespace doorward::store
