// Files that an installation makes: the master key, and settings with fresh passwords.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/encode.hh"
#include "service/install_accounts.hh"

namespace doorward::service {
namespace {

/// Writes a new file of mode 0600 and sees it on the disk. False: it exists.
bool write_new(const std::string& path, std::string_view text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 && errno == EEXIST) return false;
  if (fd < 0) throw Failure("cannot make " + path + ": " + std::strerror(errno));
  const bool written = ::write(fd, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(fd) == 0;
  const bool closed = ::close(fd) == 0;
  if (written && closed) return true;
  ::unlink(path.c_str());
  throw Failure("cannot write " + path + ": " + std::strerror(errno));
}

std::string read_if_there(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  return text.str();
}

}  // namespace

Result<bool> make_master_key(const std::string& path, bool join, port::Random& random) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0) return false;
  if (join) return wrong("keys.master_file", path + " is missing: copy it from another host of this installation");
  const Secret line("1:" + to_base64url(random.bytes(32)) + "\n");
  return write_new(path, line.reveal());
}

void append_settings(const std::string& path, const std::vector<std::pair<std::string, Secret>>& settings) {
  if (settings.empty()) return;
  std::string text = read_if_there(path);
  if (text.empty()) text = "# Passwords of the database accounts, made by doorwardctl install.\n";
  if (!text.ends_with('\n')) text += '\n';
  for (const auto& [name, value] : settings) text += name + " = " + std::string(value.reveal()) + "\n";
  const Secret whole(std::move(text));
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  if (!write_new(fresh, whole.reveal())) throw Failure("cannot make " + fresh);
  if (::rename(fresh.c_str(), path.c_str()) != 0) throw Failure("cannot replace " + path + ": " + std::strerror(errno));
}

}  // namespace doorward::service
