#include "support/folder.hh"

#include <stdexcept>

namespace tests {

Folder::Folder() {
  std::string name = std::filesystem::temp_directory_path() / "doorward-test-XXXXXX";
  if (!::mkdtemp(name.data())) throw std::runtime_error("no folder for temporary files");
  path_ = name;
  std::filesystem::permissions(path_, std::filesystem::perms::all);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace tests
