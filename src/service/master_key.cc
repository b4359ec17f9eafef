// The mode is asked of the opened file, so that nothing can be put in its place in between.
#include "service/master_key.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/encode.hh"
#include "base/text.hh"

namespace doorward::service {
namespace {

constexpr std::size_t largest_file = 65536;

Error bad(const std::string& why) { return wrong("keys.master_file", why); }

struct OpenFile {
  int fd;
  ~OpenFile() {
    if (fd >= 0) ::close(fd);
  }
};

std::optional<MasterKey> parse_line(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  unsigned id = 0;
  const auto [end, failed] = std::from_chars(line.data(), line.data() + colon, id);
  auto key = from_base64url(line.substr(colon + 1));
  if (failed != std::errc{} || end != line.data() + colon || id < 1 || id > 255) return std::nullopt;
  if (!key || key->size() != 32) return std::nullopt;
  return MasterKey{static_cast<std::uint8_t>(id), Secret(std::move(*key))};
}

}  // namespace

Result<std::vector<MasterKey>> parse_master_keys(std::string_view text) {
  std::vector<MasterKey> keys;
  std::size_t number = 0;
  for (std::string_view part : split(text, '\n')) {
    ++number;
    const std::string_view line = trim(part);
    if (line.empty() || line.front() == '#') continue;
    auto key = parse_line(line);
    const std::string where = "line " + std::to_string(number);
    if (!key) return bad(where + " is not `<id 1..255>:<base64url of 32 bytes>`");
    const bool known = std::any_of(keys.begin(), keys.end(), [&](const MasterKey& k) { return k.id == key->id; });
    if (known) return bad(where + " repeats the id of a line above it");
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return bad("the file holds no key");
  return keys;
}

Result<std::vector<MasterKey>> read_master_keys(const std::string& path) {
  const OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.fd < 0) return bad("cannot open " + path + ": " + std::strerror(errno));
  struct stat facts {};
  if (::fstat(file.fd, &facts) != 0 || !S_ISREG(facts.st_mode)) return bad(path + " is not a plain file");
  if ((facts.st_mode & 077U) != 0) return bad(path + " is open to others than its owner; chmod 600 it");
  std::string text(largest_file, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(file.fd, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return bad("cannot read " + path + ": " + std::strerror(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size == text.size()) return bad(path + " is too large");
  const Secret whole(text.substr(0, size));
  wipe(text.data(), text.size());
  return parse_master_keys(whole.reveal());
}

}  // namespace doorward::service
