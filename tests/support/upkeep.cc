#include "support/upkeep.hh"

#include "support/at_once.hh"

namespace tests {

using namespace doorward;

const Stack& upkeep_stack() {
  static const Stack stack{std::string()};
  return stack;
}

std::vector<service::Upkept> UpkeepScene::keep_up(Time now, int batches) {
  service::Ask ask = world.ask();
  ask.now = now;
  return service::keep_up(
      ask, world.platform(), [&, done = 0](const service::Upkept&, Span) mutable { return ++done != batches; },
      share());
}

const service::Upkept& kind_of(const std::vector<service::Upkept>& kinds, std::string_view kind) {
  for (const auto& one : kinds)
    if (one.kind == kind) return one;
  throw Failure("fixture: no such kind of upkeep: " + std::string(kind));
}

std::vector<std::string> two_hosts(const std::function<std::string(UpkeepScene&, int)>& work) {
  upkeep_stack();
  return at_once(2, {}, [&](World&, int number) {
    UpkeepScene scene;
    return work(scene, number);
  });
}

}  // namespace tests
