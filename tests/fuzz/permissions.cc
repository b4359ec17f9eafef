// Names of permissions: sorted, each once, and what passes fits into a header of the gate.
#include "model/permission.hh"

#include <algorithm>

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto names = read_permissions(input);
  fuzz::promise(std::adjacent_find(names.begin(), names.end(), std::greater_equal<>()) == names.end(),
                "sorted, each once");
  const std::string joined = join(names, " ");
  fuzz::promise(read_permissions(joined) == names, "read again, the same");
  if (!check_permissions(names)) return;
  fuzz::promise(joined.size() <= permissions_max && !has_control(joined), "fit for a header");
  fuzz::promise(std::all_of(names.begin(), names.end(), valid_permission), "each valid");
}
