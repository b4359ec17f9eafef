// Without libsystemd: the protocol is KEY=value lines, and a length before values that hold a line's end.
#include "base/journal.hh"

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <utility>

namespace doorward {
namespace {

/// syslog(3) severities: debug, info, notice, warning, err.
constexpr std::array<std::string_view, 5> priorities = {"7", "6", "5", "4", "3"};

struct Journal {
  std::string path = "/run/systemd/journal/socket";
  int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
};

Journal& journal() {
  static Journal now;
  return now;
}

void put(std::string& entry, std::string_view name, std::string_view value) {
  entry.append(name);
  if (value.find('\n') == std::string_view::npos) {
    entry.append("=").append(value).append("\n");
    return;
  }
  entry.push_back('\n');
  for (std::size_t i = 0; i < 8; ++i) entry.push_back(char(value.size() >> (8 * i)));
  entry.append(value).append("\n");
}

std::string capitals(std::string_view name) {
  std::string out = "DOORWARD_";
  for (char c : name) out.push_back(c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c);
  return out;
}

}  // namespace

void journal_at(std::string path) { journal().path = std::move(path); }

std::string journal_entry(Level level, std::string_view message, const LogFields& fields) {
  std::string entry;
  put(entry, "MESSAGE", message);
  put(entry, "PRIORITY", priorities[static_cast<std::size_t>(level)]);
  put(entry, "SYSLOG_IDENTIFIER", "doorward");
  for (const auto& field : fields) {
    const auto* text = std::get_if<std::string_view>(&field.value);
    if (text && text->empty()) continue;
    put(entry, capitals(field.name), text ? std::string(*text) : std::to_string(std::get<std::int64_t>(field.value)));
  }
  return entry;
}

bool journal_takes(const std::string& entry) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& path = journal().path;
  if (path.size() >= sizeof(address.sun_path)) return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  return ::sendto(journal().fd, entry.data(), entry.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address),
                  sizeof address) == ssize_t(entry.size());
}

}  // namespace doorward
