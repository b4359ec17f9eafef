// May a new organization have this slug? Asked while somebody types.
#include "model/slug.hh"
#include "service/accounts.hh"

namespace doorward::service {
namespace {

/// So long a slug that is taken is believed to be. One that is free is asked for each time.
constexpr seconds believed{30};

bool taken(Ask& ask, const std::string& slug) {
  auto& known = ask.world.known.taken_slugs;
  if (known.find(slug, ask.now)) return true;
  const bool taken = ask.world.database.slug_in_use(slug);
  if (taken) known.remember(slug, {}, ask.now + believed);
  return taken;
}

}  // namespace

SlugAnswer slug_available(Ask& ask, std::string_view slug) {
  SlugAnswer answer{std::string(slug), false, ""};
  if (const auto fault = slug_fault(slug, ask.world.config.signup.reserved))
    answer.reason = *fault == Code::SLUG_RESERVED ? "reserved" : "invalid";
  else if (taken(ask, answer.slug))
    answer.reason = "taken";
  else
    answer.available = true;
  return answer;
}

}  // namespace doorward::service
