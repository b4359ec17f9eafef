// A message to the host's own mail program, as every Unix has one.
#pragma once
#include <string>

#include "base/time.hh"
#include "port/delivery.hh"

namespace doorward::port {

/// Starts `program` with -t -i and nothing else: recipients stand in the message. No shell, no environment of ours. Its
/// exit code (sysexits.h) says how it ended; after `timeout` it is killed.
Delivery send_by_program(const std::string& program, const std::string& message, Span timeout);

}  // namespace doorward::port
