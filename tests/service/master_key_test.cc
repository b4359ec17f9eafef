// The master-key file: form, order, permissions, sub-keys.
#include "support/test.hh"

#include "service/master_key.hh"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/encode.hh"

using namespace doorward;
using service::parse_master_keys;
using service::read_master_keys;

namespace {

const std::string key_one = to_base64url(std::string(32, '\x01')), key_two = to_base64url(std::string(32, '\x02'));

struct KeyFile {
  std::string path = "/tmp/doorward-master-key-XXXXXX";
  KeyFile(const std::string& text, mode_t mode) {
    const int fd = ::mkstemp(path.data());
    BOOST_REQUIRE(fd >= 0);
    ::close(fd);
    std::ofstream(path) << text;
    BOOST_REQUIRE_EQUAL(::chmod(path.c_str(), mode), 0);
  }
  ~KeyFile() { ::unlink(path.c_str()); }
};

std::string message_of(const Result<std::vector<service::MasterKey>>& result) {
  BOOST_REQUIRE(!result);
  BOOST_TEST(result.error().fields.at(0).field == "keys.master_file");
  return result.error().fields.at(0).message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(master_key)

BOOST_AUTO_TEST_CASE(lines_are_read_newest_first) {
  const auto keys = parse_master_keys("# made by install\n\n2:" + key_two + "\n 1:" + key_one + " \n");
  BOOST_REQUIRE(bool(keys));
  BOOST_REQUIRE_EQUAL(keys->size(), 2U);
  BOOST_TEST(int(keys->at(0).id) == 2);
  BOOST_TEST(keys->at(0).key.reveal() == std::string(32, '\x02'));
  BOOST_TEST(int(keys->at(1).id) == 1);
}

BOOST_AUTO_TEST_CASE(every_malformed_line_is_refused_by_its_number_and_never_printed) {
  for (const std::string& line :
       {std::string("nonsense"), ":" + key_one, "0:" + key_one, "256:" + key_one, "-1:" + key_one, "1x:" + key_one,
        "1:" + key_one.substr(1), "1:" + key_one + "A", "1:" + key_one + "=", std::string("1:")}) {
    const std::string said = message_of(parse_master_keys("# head\n" + line + "\n"));
    BOOST_TEST(said.find("line 2") != std::string::npos, line);
    BOOST_TEST(said.find(key_one.substr(2)) == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(two_keys_never_share_an_id) {
  BOOST_TEST(message_of(parse_master_keys("1:" + key_one + "\n1:" + key_two)).find("repeats") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_without_a_key_is_refused) {
  BOOST_TEST(message_of(parse_master_keys("# nothing\n\n")).find("no key") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_the_owner_may_read_the_file) {
  for (mode_t mode : {0600U, 0400U}) {
    const KeyFile file("1:" + key_one, mode);
    BOOST_TEST(bool(read_master_keys(file.path)), mode);
  }
  for (mode_t mode : {0640U, 0604U, 0602U, 0660U, 0644U, 0610U, 0601U}) {
    const KeyFile file("1:" + key_one, mode);
    BOOST_TEST(message_of(read_master_keys(file.path)).find("others") != std::string::npos, mode);
  }
}

BOOST_AUTO_TEST_CASE(what_is_missing_no_plain_file_or_too_large_is_refused) {
  BOOST_TEST(message_of(read_master_keys("/nonexistent/master.key")).find("cannot open") != std::string::npos);
  BOOST_TEST(message_of(read_master_keys("/tmp")).find("plain file") != std::string::npos);
  BOOST_TEST(message_of(read_master_keys("/dev/null")).find("plain file") != std::string::npos);
  const KeyFile large(std::string(70000, '\n'), 0600);
  BOOST_TEST(message_of(read_master_keys(large.path)).find("too large") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
