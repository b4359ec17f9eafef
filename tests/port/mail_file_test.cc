// Messages as files.
#include "port/mail_file.hh"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/error.hh"
#include "support/folder.hh"
#include "support/test.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(mail_file)

BOOST_AUTO_TEST_CASE(the_file_is_complete_and_private) {
  const tests::Folder folder;
  const std::string message = "From: <a@example.test>\r\n\r\n" + std::string(100'000, 'x');
  port::write_mail_file(folder / "", "0190", message);
  const std::string path = folder / "0190.eml";
  std::ifstream file(path);
  BOOST_TEST((std::string((std::istreambuf_iterator<char>(file)), {}) == message));
  struct stat facts {};
  BOOST_REQUIRE(::stat(path.c_str(), &facts) == 0);
  BOOST_TEST((facts.st_mode & 0777) == 0600);
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder / ""), {}) == 1);
  BOOST_CHECK_THROW(port::write_mail_file(folder / "none", "0190", message), Failure);
}

BOOST_AUTO_TEST_SUITE_END()
