// The master's pid in a file that it holds locked: one master for one folder, told by the kernel.
#pragma once
#include <string>

#include "base/result.hh"

namespace doorward::door {

class PidFile {
 public:
  /// CONFLICT when another process holds it; VALIDATION_ERROR when it cannot be written.
  static Result<PidFile> take(const std::string& path);
  PidFile(PidFile&& other) noexcept;
  PidFile& operator=(PidFile&&) = delete;
  ~PidFile();  // takes the file away

 private:
  PidFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_;
};

}  // namespace doorward::door
