// What a process asks of the database before its first answer.
#include "route/serve.hh"
#include "service/parts.hh"
#include "support/test.hh"
#include "support/world.hh"

BOOST_AUTO_TEST_SUITE(fresh_process)

BOOST_AUTO_TEST_CASE(a_row_that_needs_no_database_waits_for_none) {
  tests::World made;
  doorward::service::Parts parts(made.config, made.metrics);
  auto world = parts.world();
  doorward::http::Request request;
  request.method = "GET";
  const auto asked_by = [&](const std::string& path) {
    request.path = path;
    const auto before = world.database.mysql().meter().calls;
    BOOST_TEST(doorward::route::serve(world, request).status == 200);
    return world.database.mysql().meter().calls - before;
  };
  BOOST_TEST(asked_by("/auth/health/live") == 0);
  BOOST_TEST(asked_by("/auth/.well-known/jwks.json") > 0);
}

BOOST_AUTO_TEST_SUITE_END()
