// The address of a picture on somebody else's host, as a page of ours may show it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorward {

/// "https://host[:port]" of an https address that neither ends an attribute nor adds a word to a policy; nullopt: it is
/// none. A Content-Security-Policy takes the answer as it is.
std::optional<std::string> origin_of_picture(std::string_view url);

}  // namespace doorward
