// Writing that does not wait for a reader. Whether a description blocks is its other holders' business too (a shell's
// terminal, a web server's pipe), so each write says it for itself.
#pragma once
#include <cstddef>
#include <string_view>

namespace doorward {

/// file: waits for the disk at most. spliced: a pipe of a kernel that knows no other way.
enum class Way { file, socket, direct, spliced, terminal };
Way way_to(int fd);

/// How many bytes were taken: all of a text of a page at most, or none, but on a full disk. `way` changes when it is
/// found out to be none.
std::size_t write_now(int fd, Way& way, std::string_view text);

}  // namespace doorward
