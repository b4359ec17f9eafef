// A message through a real mail server: in clear, with TLS, with a password; and what is made of a server that refuses,
// hangs, lies down or cuts the line.
#include "port/smtp.hh"

#include "support/smtp_server.hh"
#include "support/test.hh"

using namespace doorward;
using port::Sent;
using tests::SmtpServer;

BOOST_TEST_DONT_PRINT_LOG_VALUE(port::Sent)

namespace {

const std::string from = "doorward@example.test", to = "ada@example.test";
const std::string message = "Subject: x\r\n\r\n.\r\n..two\r\nlast\r\n";

port::Delivery send(const ConfigWords& words) {
  const auto config = make_config(words);
  BOOST_REQUIRE(bool(config));
  return port::Smtp(*config).send(from, to, message);
}

std::string text_of(const port::Json& json, const char* name) { return *json.find(name)->string(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp)

BOOST_AUTO_TEST_CASE(a_message_arrives_byte_by_byte) {
  const SmtpServer server;
  BOOST_TEST(send(server.settings()).sent == Sent::taken);
  const auto taken = server.taken();
  BOOST_TEST_REQUIRE(taken.size() == 1U);
  BOOST_TEST(text_of(taken[0], "from") == from);
  BOOST_TEST(*taken[0].find("to")->array()->at(0).string() == to);
  BOOST_TEST(text_of(taken[0], "message") == message);
}

BOOST_AUTO_TEST_CASE(tls_is_demanded_and_the_server_proves_its_name) {
  for (const char* how : {"starttls", "tls"}) {
    const SmtpServer server({how});
    const std::string ca = server.file("ca.pem"), other = server.file("other.pem");
    const auto good = send(server.settings({{"mail.security", how}, {"mail.ca", ca}}));
    BOOST_TEST(good.sent == Sent::taken, how << ": " << good.why);
    BOOST_TEST(send(server.settings({{"mail.security", how}, {"mail.ca", other}})).sent == Sent::away, how);
    BOOST_TEST(send(server.settings({{"mail.security", how}})).sent == Sent::away, how);  // the system knows it not
    BOOST_TEST(
        send(server.settings({{"mail.security", how}, {"mail.ca", ca}, {"mail.host", "127.0.0.2"}})).sent == Sent::away,
        how);
    const auto taken = server.taken();
    BOOST_TEST_REQUIRE(taken.size() == 1U);
    BOOST_TEST(*taken[0].find("tls")->flag());
  }
}

BOOST_AUTO_TEST_CASE(a_server_without_starttls_gets_nothing) {
  const SmtpServer server;
  BOOST_TEST(send(server.settings({{"mail.security", "starttls"}})).sent == Sent::away);
  BOOST_TEST(server.taken().empty());
}

BOOST_AUTO_TEST_CASE(a_password_goes_through_tls) {
  const SmtpServer server({"starttls", "auth"});
  const ConfigWords words = server.settings({{"mail.security", "starttls"},
                                             {"mail.ca", server.file("ca.pem")},
                                             {"mail.user", "ada"},
                                             {"mail.password", "lovelace"}});
  const auto good = send(words);
  BOOST_TEST(good.sent == Sent::taken, good.why);
  ConfigWords wrong = words;
  wrong["mail.password"] = "byron";
  const auto refused = send(wrong);
  BOOST_TEST(refused.sent == Sent::away);  // our own trouble, not the message's
  BOOST_TEST((refused.why.find("byron") == std::string::npos));
  BOOST_TEST_REQUIRE(server.taken().size() == 1U);
  BOOST_TEST(text_of(server.taken()[0], "login") == "ada");
}

BOOST_AUTO_TEST_CASE(and_never_without_it_to_another_host) {
  ConfigWords words = {{"mail.security", "none"}, {"mail.user", "ada"}, {"mail.password", "lovelace"}};
  words["mail.host"] = "mail.example.test";
  BOOST_TEST((send(words).why.find("TLS") != std::string::npos));
  const SmtpServer server({"auth"});
  BOOST_TEST(send(server.settings({{"mail.user", "ada"}, {"mail.password", "lovelace"}})).sent == Sent::taken);
}

BOOST_AUTO_TEST_CASE(what_a_server_refuses_is_told_apart) {
  const std::vector<std::pair<std::string, Sent>> cases = {
      {"rcpt=550", Sent::refused}, {"rcpt=553", Sent::refused}, {"rcpt=451", Sent::later}, {"data=554", Sent::refused},
      {"data=452", Sent::later},   {"mail=550", Sent::away},    {"mail=451", Sent::away},  {"rcpt=421", Sent::away}};
  for (const auto& [word, expected] : cases) {
    const SmtpServer server({word});
    const auto answer = send(server.settings());
    BOOST_TEST(answer.sent == expected, word << ": " << answer.why);
    BOOST_TEST((answer.why.find(word.substr(5)) != std::string::npos), answer.why);
    BOOST_TEST(server.taken().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_or_never_answers_is_away) {
  SmtpServer gone;
  gone.end();
  BOOST_TEST(send(gone.settings()).sent == Sent::away);
  for (const char* word : {"slow", "silent"}) {
    const SmtpServer server({word});
    BOOST_TEST(send(server.settings({{"mail.timeout", "1s"}})).sent == Sent::away, word);
  }
  for (const char* word : {"cut", "cut-after"}) {
    const SmtpServer server({word});
    BOOST_TEST(send(server.settings()).sent == Sent::away, word);
  }
}

BOOST_AUTO_TEST_CASE(one_connection_serves_many_messages) {
  const SmtpServer server;
  const auto config = make_config(server.settings());
  port::Smtp smtp(*config);
  for (int i = 0; i < 3; ++i) BOOST_TEST(smtp.send(from, to, message).sent == Sent::taken);
  const auto taken = server.taken();
  BOOST_TEST_REQUIRE(taken.size() == 3U);
  for (const auto& one : taken) BOOST_TEST(*one.find("session")->integer() == *taken[0].find("session")->integer());
}

BOOST_AUTO_TEST_CASE(a_connection_that_went_stale_costs_no_message_and_doubles_none) {
  const SmtpServer server({"once"});
  const auto config = make_config(server.settings());
  port::Smtp smtp(*config);
  for (int i = 0; i < 3; ++i) {
    const auto answer = smtp.send(from, to, message);
    BOOST_TEST(answer.sent == Sent::taken, answer.why);
  }
  BOOST_TEST(server.taken().size() == 3U);
}

BOOST_AUTO_TEST_CASE(an_address_beyond_ascii_arrives) {
  const SmtpServer server;
  const auto config = make_config(server.settings());
  const std::string zoe = "zo\xC3\xAB@example.test";
  const auto answer = port::Smtp(*config).send(from, zoe, message);
  BOOST_TEST(answer.sent == Sent::taken, answer.why);
  BOOST_TEST(*server.taken().at(0).find("to")->array()->at(0).string() == zoe);
}

BOOST_AUTO_TEST_SUITE_END()
