#include "door/pid_file.hh"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace doorward::door {

Result<PidFile> PidFile::take(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0) return wrong("run.dir", path + " cannot be written: " + std::strerror(errno));
  PidFile file(path, fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    file.path_.clear();
    return Error(Code::CONFLICT, "another master runs with " + path);
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) != 0 || ::write(fd, pid.data(), pid.size()) != ssize_t(pid.size()))
    return wrong("run.dir", path + " cannot be written: " + std::strerror(errno));
  return file;
}

PidFile::PidFile(PidFile&& other) noexcept : path_(std::exchange(other.path_, {})), fd_(std::exchange(other.fd_, -1)) {}

PidFile::~PidFile() {
  if (fd_ < 0) return;
  if (!path_.empty()) ::unlink(path_.c_str());
  ::close(fd_);
}

}  // namespace doorward::door
