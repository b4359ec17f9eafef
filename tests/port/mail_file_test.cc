// Messages as files.
#include "port/mail_file.hh"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/encode.hh"
#include "base/error.hh"
#include "base/text.hh"
#include "support/folder.hh"
#include "support/test.hh"

using namespace doorward;
using port::Mail;

namespace {

const Time now = from_unix(1'700'000'000);  // Tue, 14 Nov 2023 22:13:20 UTC
const Mail mail = {"doorward@example.test", "ada@example.test", "Your account", "Hello,\nthis is a line.\n"};

}  // namespace

BOOST_AUTO_TEST_SUITE(mail_file)

BOOST_AUTO_TEST_CASE(a_message_has_the_headers_of_rfc_5322) {
  const std::string text = port::mail_text(mail, "0190", now);
  for (const char* line :
       {"From: <doorward@example.test>\r\n", "To: <ada@example.test>\r\n", "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n",
        "Message-ID: <0190@example.test>\r\n", "Subject: =?UTF-8?B?WW91ciBhY2NvdW50?=\r\n", "MIME-Version: 1.0\r\n",
        "Content-Transfer-Encoding: base64\r\n"})
    BOOST_TEST((text.find(line) != std::string::npos), line);
  const std::string body = text.substr(text.find("\r\n\r\n") + 4);
  BOOST_TEST(*from_base64(std::string(trim(body.substr(0, body.size() - 2)))) == "Hello,\r\nthis is a line.\r\n");
}

BOOST_AUTO_TEST_CASE(no_line_is_too_long_and_no_character_is_cut) {
  Mail longer = mail;
  longer.subject.clear();
  for (int i = 0; i < 60; ++i) longer.subject += "\xE2\x82\xAC";
  longer.text = std::string(5000, 'x');
  const std::string text = port::mail_text(longer, "0190", now);
  std::string subject;
  for (std::string_view line : split(text, '\n')) {
    BOOST_TEST(line.size() <= 79);
    if (const auto at = line.find("=?UTF-8?B?"); at != std::string_view::npos) {
      const auto word = *from_base64(std::string(line.substr(at + 10, line.find("?=") - at - 10)));
      BOOST_TEST(valid_utf8(word));
      subject += word;
    }
  }
  BOOST_TEST(subject == longer.subject);
}

BOOST_AUTO_TEST_CASE(nothing_slips_into_the_headers) {
  for (const char* bad : {"a@example.test\r\nBcc: b@example.test", "a@example.test\nX: y", ""}) {
    Mail forged = mail;
    forged.to = bad;
    BOOST_CHECK_THROW((void)port::mail_text(forged, "0190", now), Failure);
    forged = mail;
    forged.subject = bad;
    BOOST_CHECK_THROW((void)port::mail_text(forged, "0190", now), Failure);
  }
}

BOOST_AUTO_TEST_CASE(the_file_is_complete_and_private) {
  const tests::Folder folder;
  port::write_mail_file(folder / "", mail, "0190", now);
  const std::string path = folder / "0190.eml";
  std::ifstream file(path);
  BOOST_TEST(std::string((std::istreambuf_iterator<char>(file)), {}) == port::mail_text(mail, "0190", now));
  struct stat facts {};
  BOOST_REQUIRE(::stat(path.c_str(), &facts) == 0);
  BOOST_TEST((facts.st_mode & 0777) == 0600);
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder / ""), {}) == 1);
  BOOST_CHECK_THROW(port::write_mail_file(folder / "none", mail, "0190", now), Failure);
}

BOOST_AUTO_TEST_SUITE_END()
