// The journal's native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): a line with its fields, one datagram.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/log.hh"

namespace doorward {

/// Where the journal takes datagrams; for tests. At first systemd's own path.
void journal_at(std::string path);
/// MESSAGE, PRIORITY, SYSLOG_IDENTIFIER, and of each field that says something DOORWARD_ and its name in capitals.
std::string journal_entry(Level level, std::string_view message, std::initializer_list<LogField> fields);
/// False: nobody took it. Never waits.
bool journal_takes(const std::string& entry);

}  // namespace doorward
