#include "base/standard.hh"

#include <fcntl.h>
#include <unistd.h>

namespace doorward {

void open_standard_descriptors() {
  int nothing = 0;
  do nothing = ::open("/dev/null", O_RDWR);
  while (nothing >= 0 && nothing <= STDERR_FILENO);
  if (nothing >= 0) ::close(nothing);
}

}  // namespace doorward
