// Notices of one size from many processes to one, by pipe(7). None is torn, and whoever writes one never waits.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "port/descriptor.hh"

namespace doorward::port {

class NoticePipe {
 public:
  /// `size` of each: 1 to PIPE_BUF bytes. Inherited by children that are forked, not by programs that they become.
  /// Throws Failure.
  explicit NoticePipe(std::size_t size) : NoticePipe(size, opened(size)) {}

  /// False: too many wait to be read, and this one is lost.
  bool put(std::string_view notice) const;
  /// Takes those that are there, 64 KiB of them at most.
  void each(const std::function<void(std::string_view)>& take) const;
  /// Readable when one has come.
  int fd() const { return out_.get(); }

 private:
  struct Ends {
    int out, in;
  };
  static Ends opened(std::size_t size);
  NoticePipe(std::size_t size, Ends ends) : size_(size), out_(ends.out), in_(ends.in) {}

  std::size_t size_;
  Descriptor out_, in_;
};

}  // namespace doorward::port
