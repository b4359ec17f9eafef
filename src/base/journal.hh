// The journal's native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): a line with its fields, one datagram.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hh"

namespace doorward {

using LogFields = std::vector<LogField>;

/// Where the journal takes datagrams; for tests. At first systemd's own path.
void journal_at(std::string path);
/// MESSAGE, PRIORITY, SYSLOG_IDENTIFIER, and of each field that says something DOORWARD_ and its name in capitals.
std::string journal_entry(Level level, std::string_view message, const LogFields& fields);
/// False: nobody took it. Never waits.
bool journal_takes(const std::string& entry);

}  // namespace doorward
