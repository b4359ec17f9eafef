#include "port/mail_file.hh"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/error.hh"

namespace doorward::port {
namespace {

Failure cannot(const std::string& what, const std::string& path) {
  return Failure("cannot " + what + " " + path + ": " + std::strerror(errno), Code::DEPENDENCY_DOWN);
}

void write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(fd, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) throw cannot("write", path);
    text.remove_prefix(std::size_t(wrote));
  }
}

}  // namespace

void write_mail_file(const std::string& folder, std::string_view name, std::string_view message) {
  const std::string path = folder + "/" + std::string(name) + ".eml", under_way = path + ".tmp";
  const int fd = ::open(under_way.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) throw cannot("make", under_way);
  try {
    write_all(fd, message, under_way);
  } catch (...) {
    ::close(fd);
    ::unlink(under_way.c_str());
    throw;
  }
  if (::close(fd) != 0 || ::rename(under_way.c_str(), path.c_str()) != 0) throw cannot("finish", path);
}

}  // namespace doorward::port
