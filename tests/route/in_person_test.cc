// What is done in person only. Whoever acts for somebody else reads, and changes nothing but what stands here: the
// list is written by hand, so that a new row is refused to them until somebody has thought about it.
#include "base/text.hh"
#include "route/demand.hh"
#include "route/table.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

/// The person's profile, and the end of it all. Log-out looks itself: it ends this session, and no other one.
const std::vector<std::string> open_to_impersonators = {
    "PATCH /me", "PUT /me", "POST /impersonation/stop", "POST /logout", "POST /logged-out",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(in_person)

BOOST_AUTO_TEST_CASE(every_row_that_changes_something_asks_for_the_person_but_those_of_the_list) {
  std::vector<std::string> open, closed;
  for (const auto& row : route::rows()) {
    const bool somebody = route::wants_visitor(row) || row.needs == route::Needs::maybe;
    if (!somebody || row.effect == route::Effect::reads) continue;
    (route::demand_of(row).in_person ? closed : open).push_back(std::string(row.method) + " " + std::string(row.path));
  }
  auto expected = open_to_impersonators;
  std::sort(open.begin(), open.end());
  std::sort(expected.begin(), expected.end());
  BOOST_TEST(join(open, "\n") == join(expected, "\n"));
  for (const std::string must :
       {"PUT /password", "DELETE /sessions", "DELETE /sessions/{id}", "POST /platform/impersonate"})
    BOOST_TEST((std::find(closed.begin(), closed.end(), must) != closed.end()), must);
}

BOOST_AUTO_TEST_SUITE_END()
