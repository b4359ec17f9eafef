// What a letter says when it is written out: every template in every language, and nothing that a name could slip in.
#include "service/mail_message.hh"

#include <filesystem>

#include "base/encode.hh"
#include "base/text.hh"
#include "model/locale.hh"
#include "store/settings.hh"
#include "support/letters.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Desk {
  World world;
  TenantId tenant = world.make_tenant();
  const std::string link = "https://sso.example.test/auth/password/reset?token=dwp_x", code = "7KQ2-WXYZ";

  void call_tenant(const std::string& name) {
    world.platform().mysql().run("UPDATE tenants SET name = ? WHERE id = ?", {name, port::sql(tenant)});
  }
  std::string written(const std::string& about, const std::string& locale = "", const std::string& name = "Ada") {
    auto ask = world.ask();
    store::TenantDb db(world.database, tenant);
    const service::Letter letter{
        about,
        "ada@example.test",
        locale,
        {{"NAME", name}, {"LINK", link}, {"CODE", code}, {"MINUTES", "60"}, {"EMAIL", "new@example.test"}}};
    return plain_message(service::written_out(ask, db, world.random.id(ask.now), letter).message);
  }
  static bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_message_of_a_letter, Desk)

BOOST_AUTO_TEST_CASE(every_template_is_there_in_every_language_and_leaves_nothing_unfilled) {
  std::size_t tried = 0;
  for (const auto& file : std::filesystem::directory_iterator(repository() + "/pages/mail/en-US"))
    for (const auto& locale : locales()) {
      const std::string about = file.path().stem();
      const std::string text = written(about, std::string(locale.tag));
      BOOST_TEST(has(text, "Subject: "), about);
      BOOST_TEST(!has(text, "{{"), about);
      BOOST_TEST(has(text, "lang=\"" + std::string(locale.tag) + "\""), about);
      const bool linked = about == "reset" || about == "verify" || about == "change" || about == "invite";
      BOOST_TEST(has(text, "\n" + link + "\n") == linked, about);
      BOOST_TEST(has(text, "<a href=\"" + link + "\"") == linked, about);
      BOOST_TEST(has(text, "<strong") == linked, about);
      ++tried;
    }
  BOOST_TEST(tried >= 12U);
}

BOOST_AUTO_TEST_CASE(the_language_is_the_readers_then_the_tenants_then_english) {
  BOOST_TEST(has(written("reset", "pt-PT"), "Olá Ada"));
  BOOST_TEST(has(written("reset", "de-DE"), "Hello Ada"));
  BOOST_TEST(has(written("reset"), "60 minutes"));
  store::TenantDb db(world.database, tenant);
  store::put_setting(db, "mail.locale", "pt-BR", world.clock.now());
  BOOST_TEST(has(written("reset"), "60 minutos"));
  BOOST_TEST(has(written("reset", "de-DE"), "60 minutos"));
  BOOST_TEST(has(written("reset", "en-GB"), "60 minutes"));
}

BOOST_AUTO_TEST_CASE(what_the_tenant_is_called_stands_above_it_escaped) {
  call_tenant("Ada & <b>Sons</b>");
  const std::string text = written("reset");
  BOOST_TEST(has(text, "a new password for Ada & <b>Sons"));
  const std::string html = text.substr(text.find("<html"));
  BOOST_TEST(has(html, "Ada &amp; &lt;b&gt;Sons"));
  BOOST_TEST(!has(html, "<b>"));
}

BOOST_AUTO_TEST_CASE(no_name_becomes_a_header_or_an_address) {
  call_tenant("Acme\r\nBcc: x@example.test\r\n\r\nhttps://evil.example/path www.evil.example Inc.");
  const std::string text = written("reset", "", "http://evil.example");
  const std::string head = text.substr(0, text.find("\n\n"));
  BOOST_TEST(!has(head, "\nBcc"));
  BOOST_TEST(!has(text, "evil.example"));
  BOOST_TEST(!has(text, "://evil"));
  BOOST_TEST(has(text, "Inc."));
}

BOOST_AUTO_TEST_CASE(a_link_that_is_none_of_http_is_no_link) {
  auto ask = world.ask();
  store::TenantDb db(world.database, tenant);
  const service::Letter forged{"reset", "ada@example.test", "", {{"LINK", "javascript:alert(1)"}, {"CODE", code}}};
  const auto text = plain_message(service::written_out(ask, db, world.random.id(ask.now), forged).message);
  BOOST_TEST(!has(text.substr(text.find("<html")), "href=\"javascript"));
}

BOOST_AUTO_TEST_SUITE_END()
