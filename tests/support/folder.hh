// A folder of a test's own, gone with its contents when the test is over.
#pragma once
#include <filesystem>
#include <string>

namespace tests {

class Folder {
 public:
  Folder();  // under the system's folder for temporary files; everybody may write into it
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace tests
