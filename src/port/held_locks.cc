// /proc/locks has a line a lock: "1: FLOCK ADVISORY WRITE pid major:minor:inode 0 EOF"; who waits stands behind "->".
// The device is not compared: some file systems give another one there than stat(2) does.
#include "port/held_locks.hh"

#include <sys/stat.h>

#include <fstream>
#include <set>
#include <sstream>

namespace doorward::port {
namespace {

std::set<std::string> locked_inodes() {
  std::set<std::string> inodes;
  std::ifstream file("/proc/locks");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string number, kind, manner, access, pid, place;
    words >> number >> kind >> manner >> access >> pid >> place;
    if (kind == "FLOCK") inodes.insert(place.substr(place.rfind(':') + 1));
  }
  return inodes;
}

}  // namespace

int held_locks(const std::string& folder, const std::string& kind, int count) {
  const auto locked = locked_inodes();
  int held = 0;
  for (int number = 0; number < count; ++number) {
    struct stat found {};
    const std::string path = folder + "/" + kind + "." + std::to_string(number);
    if (::stat(path.c_str(), &found) == 0 && locked.contains(std::to_string(found.st_ino))) ++held;
  }
  return held;
}

}  // namespace doorward::port
