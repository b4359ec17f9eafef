// A file of another version gives way by rename, under the lock of the file that goes; it is a new file whole before
// anybody sees its name. All of its space is there from the start: a full disk is met here and not while counting.
#include "port/shared_table.hh"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <optional>
#include <stdexcept>

#include "port/descriptor.hh"

namespace doorward::port {
namespace {

constexpr int attempts = 8;

[[noreturn]] void complain(const std::string& what, int error = errno) {
  throw std::runtime_error(what + ": " + std::strerror(error));
}

struct stat stat_of(const Descriptor& file) {
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) complain("fstat");
  return found;
}

/// Nobody else may have put it there, and nobody else may write to it. None: errno says whether it is missing or shut.
Descriptor open_ours(const std::string& path, std::optional<uid_t> also) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file) {
    if (errno == ENOENT || errno == EACCES) return file;
    complain(path);
  }
  const auto found = stat_of(file);
  const bool ours = found.st_uid == ::geteuid() || (also && found.st_uid == *also);
  if (!S_ISREG(found.st_mode) || !ours || (found.st_mode & 077) != 0 || found.st_nlink != 1)
    throw std::runtime_error(path + " is not a file of this account alone");
  return file;
}

bool fits(const Descriptor& file, std::uint64_t version) {
  std::uint64_t found = 0;
  return stat_of(file).st_size == off_t(sizeof(SharedShape)) &&
         ::pread(file.get(), &found, sizeof found, 0) == sizeof found && found == version;
}

/// A whole new file under a name of its own, which goes when this dies.
class NewFile {
 public:
  NewFile(const std::string& path, std::uint64_t version) : name(path + "." + std::to_string(::getpid())) {
    ::unlink(name.c_str());
    const Descriptor file(::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) complain(name);
    if (const int error = ::posix_fallocate(file.get(), 0, sizeof(SharedShape)); error != 0) fail(error);
    if (::pwrite(file.get(), &version, sizeof version, 0) != sizeof version) fail(errno);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() { ::unlink(name.c_str()); }
  const std::string name;

 private:
  [[noreturn]] void fail(int error) {
    ::unlink(name.c_str());
    complain(name, error);
  }
};

void make(const std::string& path, std::uint64_t version) {
  const NewFile made(path, version);
  // Not rename: whoever was quicker keeps the name.
  if (::link(made.name.c_str(), path.c_str()) != 0 && errno != EEXIST) complain(path);
}

/// Only while `former` still has the name, which its lock makes sure of.
void replace(const std::string& path, const Descriptor& former, std::uint64_t version) {
  if (::flock(former.get(), LOCK_EX) != 0) complain(path);
  struct stat named {};
  const auto held = stat_of(former);
  if (::lstat(path.c_str(), &named) != 0 || named.st_ino != held.st_ino || named.st_dev != held.st_dev) return;
  const NewFile made(path, version);
  if (::rename(made.name.c_str(), path.c_str()) != 0) complain(path);
}

void* mapped(int fd) {
  const int flags = MAP_SHARED | (fd < 0 ? MAP_ANONYMOUS : 0);
  void* at = ::mmap(nullptr, sizeof(SharedShape), PROT_READ | PROT_WRITE, flags, fd, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  return at;
}

}  // namespace

// The words are zero in a fresh mapping, and whatever they are in a file: nothing is constructed here.
SharedTable::SharedTable(int fd) : shape_(static_cast<SharedShape*>(mapped(fd))) {}
SharedTable::SharedTable() : SharedTable(-1) {}
SharedTable::SharedTable(SharedTable&& other) noexcept
    : shape_(std::exchange(other.shape_, nullptr)), why_(std::move(other.why_)) {}
SharedTable::~SharedTable() {
  if (shape_) ::munmap(shape_, sizeof(SharedShape));
}

SharedTable SharedTable::alone(const std::string& why) {
  SharedTable table;
  table.why_ = why;
  return table;
}

SharedTable SharedTable::open(const std::string& folder, std::uint64_t version) {
  const std::string path = folder + "/metrics";
  try {
    for (int i = 0; i < attempts; ++i) {
      const Descriptor file = open_ours(path, std::nullopt);
      // Plain CGI of another account comes by here each time: what is usual there is no exception, which would cost
      // more.
      if (!file && (errno == EACCES || ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) != 0))
        return alone(path + ": " + std::strerror(errno));
      if (!file) {
        make(path, version);
      } else if (!fits(file, version)) {
        replace(path, file, version);
      } else {
        SharedTable table(file.get());
        table.why_.clear();
        return table;
      }
    }
    return alone(path + " is changed by others all the time");
  } catch (const std::runtime_error& failure) {
    return alone(failure.what());
  }
}

SharedTable SharedTable::join(const std::string& folder, std::uint64_t version) {
  const std::string path = folder + "/metrics";
  try {
    struct stat above {};
    if (::stat(folder.c_str(), &above) != 0) complain(folder);
    const Descriptor file = open_ours(path, above.st_uid);
    if (!file && errno == EACCES) complain(path);
    if (!file) return alone(path + " is not there: no worker has run yet");
    if (!fits(file, version)) return alone(path + " is of another release");
    SharedTable table(file.get());
    table.why_.clear();
    return table;
  } catch (const std::runtime_error& failure) {
    return alone(failure.what());
  }
}

}  // namespace doorward::port
