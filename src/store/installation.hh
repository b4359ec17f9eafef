// What an installation says of itself: check values of the master keys, the ring of memcached servers.
#pragma once
#include <map>
#include <string>

#include "store/database.hh"

namespace doorward::store {

using Installation = std::map<std::string, std::string, std::less<>>;

/// Every name with its value, with the owner's account.
Installation read_installation(port::MySql& owner);

/// With the owner's or the platform's account. A name that is there keeps its value: SqlRefused(duplicate).
void add_to_installation(port::MySql& owner, const std::string& name, const std::string& value);

}  // namespace doorward::store
