// doorwardctl from its arguments to its exit code, on a real installation.
#include "support/operator.hh"

#include "port/clock.hh"
#include "port/metrics.hh"
#include "service/key_rotation.hh"
#include "store/settings.hh"
#include "support/test.hh"

using doorward::port::Json;
using tests::Operator;
using tests::Said;

BOOST_AUTO_TEST_SUITE(doorwardctl)

BOOST_AUTO_TEST_CASE(a_tenant_is_made_shown_and_listed) {
  Operator shell;
  const std::string slug = shell.fresh_slug() + "-b";
  const Said made = shell.run({"tenant", "create", slug, "--name", "Made Here", "--plan", "pro"});
  BOOST_REQUIRE_EQUAL(made.code, 0);
  BOOST_TEST(made.member("slug") == slug);
  BOOST_TEST(made.member("plan_type") == "pro");
  const Said shown = shell.run({"tenant", "show", made.member("id")});
  BOOST_TEST(shown.member("name") == "Made Here");
  BOOST_TEST(shown.answer().find("features")->array()->size() > 0);
  const Said listed = shell.run({"tenant", "list", "--after", slug.substr(0, slug.size() - 1), "--limit", "1"});
  BOOST_TEST(listed.out.find(made.member("id")) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_slug_is_given_once) {
  Operator shell;
  const Said again = shell.run({"tenant", "create", shell.fresh_slug()});
  BOOST_TEST(again.code == 1);
  BOOST_TEST(again.out.empty());
  BOOST_TEST(doorward::port::parse_json(again.err)->find("code")->string()->compare("SLUG_TAKEN") == 0);
}

BOOST_AUTO_TEST_CASE(a_password_comes_from_standard_input_and_is_not_printed) {
  Operator shell;
  const std::string slug = shell.fresh_slug(), canary = "canary sings in the quiet mine";
  const Said made =
      shell.run({"user", "create", "ann@example.test", "--tenant", slug, "--password-stdin"}, canary + "\n");
  BOOST_REQUIRE_EQUAL(made.code, 0);
  BOOST_TEST((made.out + made.err).find(canary) == std::string::npos);
  BOOST_TEST(made.member("role") == "user");
  BOOST_TEST(!made.answer().find("password"));
}

BOOST_AUTO_TEST_CASE(a_password_that_nobody_gave_is_made_and_printed_once) {
  Operator shell;
  const std::string slug = shell.fresh_slug();
  const Said made = shell.run({"user", "create", "bob@example.test", "--tenant", slug, "--role", "owner"});
  BOOST_REQUIRE_EQUAL(made.code, 0);
  BOOST_TEST(made.member("password").size() >= 20U);
  const Said shown = shell.run({"user", "show", "bob@example.test", "--tenant", slug});
  BOOST_TEST(shown.member("id") == made.member("id"));
  BOOST_TEST(!shown.answer().find("password"));
  const Said changed = shell.run({"user", "set-password", made.member("id"), "--tenant", slug});
  BOOST_TEST(changed.member("password") != made.member("password"));
  BOOST_TEST(shell.run({"user", "unlock", "bob@example.test", "--tenant", slug}).code == 0);
  BOOST_TEST(shell.run({"user", "list", "--tenant", slug}).out.find(made.member("id")) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_person_of_another_tenant_is_not_found) {
  Operator shell;
  const auto stranger = shell.world.make_user(shell.world.make_tenant());
  const std::string slug = shell.fresh_slug();
  for (const auto& name : {stranger.email, stranger.id.text(), std::string("nobody@example.test")}) {
    const Said said = shell.run({"user", "show", name, "--tenant", slug});
    BOOST_TEST(said.code == 1);
    BOOST_TEST(said.err.find("USER_NOT_FOUND") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(keys_are_listed_with_one_that_signs) {
  Operator shell;
  const Said listed = shell.run({"keys", "list"});
  BOOST_REQUIRE_EQUAL(listed.code, 0);
  BOOST_TEST(listed.out.find("\"active\"") != std::string::npos);
  BOOST_TEST(listed.out.find("private") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(wrong_usage_is_two_and_help_is_zero) {
  Operator shell;
  BOOST_TEST(shell.run({"tenant"}).code == 2);
  BOOST_TEST(shell.run({"tenant", "create"}).code == 2);
  BOOST_TEST(shell.run({"invent"}).code == 2);
  const auto reason = [&](const std::vector<std::string>& words) {
    return *doorward::port::parse_json(shell.run(words).err)->find("detail")->string();
  };
  BOOST_TEST(reason({"invent"}) == "no such command: invent");
  BOOST_TEST(reason({"user", "creat", "a@b.example"}) == "no such command: user creat");
  BOOST_TEST(reason({"tenant", "show"}).find("tenant") != std::string::npos);
  BOOST_TEST(shell.run({"user", "creat"}, "", false).err.starts_with("doorwardctl: no such command: user creat\n"));
  const Said help = shell.run({"user", "create", "--help"});
  BOOST_TEST(help.code == 0);
  BOOST_TEST(help.out.find("--password-stdin") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_setting_is_named_with_its_neighbour) {
  Operator shell;
  const Said said = shell.run({"config", "check", "--set", "log.levl=info"}, "", false);
  BOOST_TEST(said.code == 1);
  BOOST_TEST(said.err.find("log.levl") != std::string::npos);
  BOOST_TEST(said.err.find("did you mean log.level?") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(settings_are_shown_without_secrets) {
  Operator shell;
  const Said said = shell.run({"config", "show", "--set", "database.app_password=canary-word"}, "", false);
  BOOST_TEST(said.code == 0);
  BOOST_TEST(said.out.find("database.app_password = (set)") != std::string::npos);
  BOOST_TEST(said.out.find("canary-word") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_tenant_decides_over_the_platform_and_the_platform_over_the_file) {
  Operator shell;
  const std::string one = shell.fresh_slug(), other = shell.fresh_slug();
  const auto history = [&](const std::string& slug) {
    const Said said = shell.run({"config", "show", "--tenant", slug, "--set", "password.history=7"}, "", false);
    const auto at = said.out.find("password.history = ");
    return at == std::string::npos ? said.err : said.out.substr(at + 19, said.out.find('\n', at) - at - 19);
  };
  BOOST_TEST(history(one) == "7");
  BOOST_REQUIRE_EQUAL(shell.run({"config", "set", "password.history", "9"}).code, 0);
  BOOST_REQUIRE_EQUAL(shell.run({"config", "set", "password.history", "3", "--tenant", one}).code, 0);
  BOOST_TEST(history(one) == "3");
  BOOST_TEST(history(other) == "9");
  BOOST_REQUIRE_EQUAL(shell.run({"config", "unset", "password.history", "--tenant", one}).code, 0);
  BOOST_TEST(history(one) == "9");
  BOOST_REQUIRE_EQUAL(shell.run({"config", "unset", "password.history"}).code, 0);
  BOOST_TEST(history(other) == "7");
}

BOOST_AUTO_TEST_CASE(a_setting_of_the_host_or_of_no_sense_is_refused) {
  Operator shell;
  for (const auto& [name, value] : {std::pair("log.level", "debug"), {"password.history", "many"}, {"no.such", "1"}}) {
    const Said said = shell.run({"config", "set", name, value});
    BOOST_TEST(said.code == 1);
    BOOST_TEST((said.out + said.err).find(name) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(no_worker_writes_the_settings_of_the_platform) {
  Operator shell;
  doorward::store::TenantDb db(shell.world.ask().world.database, doorward::platform_tenant);
  BOOST_CHECK_THROW(doorward::store::put_setting(db, "password.history", "0", {}), doorward::port::SqlRefused);
}

BOOST_AUTO_TEST_CASE(a_database_that_is_away_is_three) {
  Operator shell;
  const Said said = shell.run({"tenant", "list", "--set", "database.hosts=" + (shell.folder / "nobody.sock")});
  BOOST_TEST(said.code == 3);
  BOOST_TEST(said.err.find("DEPENDENCY_DOWN") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(people_read_a_table) {
  Operator shell;
  const std::string slug = shell.fresh_slug();
  shell.run({"user", "create", "cleo@example.test", "--tenant", slug});
  const Said said = shell.run({"user", "list", "--tenant", slug}, "", false);
  BOOST_TEST(said.out.starts_with("id "));
  BOOST_TEST(said.out.find("cleo@example.test") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(status_shows_keys_schema_ring_and_queues) {
  Operator shell;
  const Said page = shell.run({"status"}, "", false);
  for (const char* line :
       {"\nschema version ", "\nmemcached_ring configured ", "\nqueues mail ", "\nkeys\n", "\nparts\n"})
    BOOST_TEST((page.out.find(line) != std::string::npos), line << page.out);
  const auto before = doorward::port::SystemClock().now();
  const Said json = shell.run({"status"});
  const Json answer = json.answer();
  BOOST_TEST(json.code == (json.member("status") == "healthy" ? 0 : 4));
  BOOST_TEST(*answer.find("schema")->find("version")->integer() == *answer.find("schema")->find("known")->integer());
  BOOST_TEST(*answer.find("memcached_ring")->find("configured")->string() ==
             *answer.find("memcached_ring")->find("installation")->string());
  BOOST_TEST(*answer.find("hash_slots")->find("total")->integer() >= 1);
  for (const char* pool : {"gate", "app", "hash"})  // no master stands there
    BOOST_TEST(answer.find("pool_waiting")->find(pool)->null(), pool);
  BOOST_TEST(answer.find("queues")->find("mail")->integer());
  BOOST_TEST(answer.find("queues")->find("events_to_seal")->integer());
  const auto known = doorward::service::list_keys(shell.world.config, shell.world.platform().mysql(), before);
  const auto since = known.at(0).retired_at.value_or(known[0].activated_at.value_or(known[0].created_at));
  bool active = false;
  for (const auto& key : *answer.find("keys")->array()) {
    active |= *key.find("state")->string() == "active";
    if (*key.find("kid")->string() != known[0].kid) continue;
    BOOST_TEST(*key.find("age_s")->integer() >= (before - since) / doorward::seconds(1));
    BOOST_TEST(*key.find("age_s")->integer() <= (doorward::port::SystemClock().now() - since) / doorward::seconds(1));
  }
  BOOST_TEST(active);
  for (const auto& part : *answer.find("parts")->array()) BOOST_TEST(*part.find("healthy")->flag());
}

BOOST_AUTO_TEST_CASE(status_tells_degraded_by_its_exit_code) {
  Operator shell;
  const Said said = shell.run({"--set", "memcached.servers=/nowhere/memcached.sock", "status"});
  BOOST_TEST(said.code == 4);
  BOOST_TEST(said.member("status") == "degraded");
  BOOST_TEST(said.out.find("\"wrong\":[\"memcached\",\"memcached.servers is another ring") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_status_could_not_ask_is_no_state) {
  Operator shell;
  BOOST_TEST(shell.run({"--set", "password.hash_slots=many", "status"}).code == 1);
  BOOST_TEST(shell.run({"--set", "keys.master_file=/nowhere/key", "status"}).code == 1);
  BOOST_TEST(shell.run({"status", "--nonsense"}).code == 2);
}

BOOST_AUTO_TEST_CASE(metrics_are_printed_where_workers_share_them) {
  Operator shell;
  const tests::Folder empty, shared;
  BOOST_TEST(shell.run({"--set", "run.dir=" + (empty / ""), "metrics"}, "", false).code == 3);
  auto worker = doorward::port::Metrics::open(shared / "");
  worker.count(doorward::port::Metric::lockouts_total, {}, 3);
  const Said said = shell.run({"--set", "run.dir=" + (shared / ""), "metrics"}, "", false);
  BOOST_TEST(said.code == 0);
  BOOST_TEST(said.out.starts_with("# HELP doorward_"));
  BOOST_TEST((said.out.find("\ndoorward_lockouts_total 3\n") != std::string::npos));
  BOOST_TEST((said.out.find("\ndoorward_signing_key_age_seconds ") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
