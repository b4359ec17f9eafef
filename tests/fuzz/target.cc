// Request targets: decoded once, UTF-8, without controls.
#include "door/target.hh"

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto target = door::parse_target(input);
  if (!target) return;
  fuzz::promise(door::good_path(target->path), "a good path");
  fuzz::promise(target->path.starts_with('/') && valid_utf8(target->path) && !has_control(target->path), "clean");
}
