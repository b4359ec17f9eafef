// doorwardctl mail, on an installation of its own and a real mail server.
#include <fstream>
#include <sstream>

#include "command/run.hh"
#include "port/json.hh"
#include "service/mail.hh"
#include "support/folder.hh"
#include "support/smtp_server.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Said {
  int code = 0;
  std::string out, err;
};

struct Operator : UpkeepScene {
  Folder folder;
  std::string config = folder / "doorward.conf";

  Operator() {
    world.owner().run("DELETE FROM outbox");
    std::ofstream file(config);
    for (const auto& [name, value] : installed_words(upkeep_stack(), Isolation::accounts))
      file << name << " = " << value << "\n";
  }
  Said run(const SmtpServer& server, std::vector<std::string> words) const {
    words.insert(words.begin(), {"doorwardctl", "--json", "--config", config});
    for (const auto& [name, value] : server.settings()) words.insert(words.end(), {"--set", name + "=" + value});
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    std::istringstream in;
    std::ostringstream out, err;
    const int code = command::run(int(argv.size()), argv.data(), nullptr, in, out, err);
    return {code, out.str(), err.str()};
  }
  void post() {
    auto ask = world.ask();
    store::TenantDb db(world.database, tenant);
    db.transaction([&] {
      service::post_mail(ask, db, {"test", "ada@example.test", "", {}}, service::Posting::to_be_sent);
      return true;
    });
  }
  static port::Json::Array items(const Said& said) { return *port::parse_json(said.out)->find("items")->array(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_commands, Operator)

BOOST_AUTO_TEST_CASE(tick_sends_what_waits_and_only_mail_where_only_mail_is_wanted) {
  const SmtpServer server;
  post();
  const auto said = run(server, {"tick", "--only", "mail"});
  BOOST_TEST(said.code == 0);
  BOOST_TEST_REQUIRE(items(said).size() == 1U);
  BOOST_TEST(*items(said)[0].find("kind")->string() == "mail");
  BOOST_TEST(server.taken().size() == 1U);
  const auto nothing = items(run(server, {"tick", "--only", "mail"}));
  BOOST_TEST_REQUIRE(nothing.size() == 1U);
  BOOST_TEST(*nothing[0].find("rows")->integer() == 0);
  BOOST_TEST(run(server, {"tick", "--only", "letters"}).code == 1);
}

BOOST_AUTO_TEST_CASE(what_was_refused_is_listed_and_tried_again) {
  const SmtpServer refusing({"rcpt=550"}), taking;
  post();
  BOOST_TEST(items(run(taking, {"mail", "list"})).size() == 1U);
  BOOST_TEST(run(refusing, {"tick", "--only", "mail"}).code == 0);
  BOOST_TEST(items(run(taking, {"mail", "list"})).empty());
  const auto dead = items(run(taking, {"mail", "list", "--dead"}));
  BOOST_TEST_REQUIRE(dead.size() == 1U);
  BOOST_TEST(*dead[0].find("to")->string() == "ada@example.test");
  BOOST_TEST((dead[0].find("last_error")->string()->find("550") != std::string::npos));
  BOOST_TEST(run(taking, {"mail", "retry", "nonsense"}).code == 1);
  BOOST_TEST(run(taking, {"mail", "retry", world.random.id(world.clock.now()).text()}).code == 1);
  BOOST_TEST(run(taking, {"mail", "retry", *dead[0].find("id")->string()}).code == 0);
  BOOST_TEST(run(taking, {"tick", "--only", "mail"}).code == 0);
  BOOST_TEST(taking.taken().size() == 1U);
  BOOST_TEST(run(taking, {"mail", "retry", "dead"}).out == "{\"due_now\":0}\n");
}

BOOST_AUTO_TEST_CASE(a_test_message_says_what_became_of_it) {
  SmtpServer server;
  const auto good = run(server, {"mail", "test", "ada@example.test", "--tenant", world.slug_of(tenant)});
  BOOST_TEST(good.code == 0, good.err);
  BOOST_TEST_REQUIRE(server.taken().size() == 1U);
  BOOST_TEST((server.taken()[0].find("message")->string()->find("Subject: A test from") != std::string::npos));
  BOOST_TEST(run(server, {"mail", "test", "no address"}).code == 1);
  server.end();
  const auto bad = run(server, {"mail", "test", "ada@example.test"});
  BOOST_TEST(bad.code == 3);
  BOOST_TEST((bad.err.find("The message was not taken") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
