// A terminal that nobody sits at, and both ends of it.
#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace tests {

class Terminal {
 public:
  Terminal() : screen_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    if (screen_ < 0 || ::grantpt(screen_) != 0 || ::unlockpt(screen_) != 0) throw std::runtime_error("no terminal");
    fd_ = ::open(::ptsname(screen_), O_RDWR | O_NOCTTY);
    if (fd_ < 0) throw std::runtime_error("no terminal");
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    for (const int end : {fd_, screen_}) ::close(end);
  }
  int fd() const { return fd_; }          // a program's
  int screen() const { return screen_; }  // whoever sits there: what is written here was typed

 private:
  int screen_, fd_ = -1;
};

}  // namespace tests
