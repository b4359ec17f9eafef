// Connections that nobody has accepted yet, as the kernel says it to any account: no socket is touched by the question.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/network.hh"

namespace doorward::port {

/// How many wait at each listening Unix socket, by the path under which it was bound.
std::map<std::string, std::uint64_t> local_queues();

/// The same by TCP. Whom the kernel itself still holds back (TCP_DEFER_ACCEPT) is not among them.
std::map<HostPort, std::uint64_t> tcp_queues();

}  // namespace doorward::port
