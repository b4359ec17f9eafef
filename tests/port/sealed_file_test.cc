// A file under a passphrase: there and back, and nothing of it after a cut, a flip, another order or another
// passphrase.
#include "port/sealed_file.hh"

#include <sstream>

#include "support/test.hh"

using namespace doorward;

namespace {

constexpr std::size_t head = 18 + 16, chunk = 64 * 1024 + 30;
const Secret passphrase("seven crates of lemons");

std::string sealed(const std::string& text) {
  std::ostringstream out;
  port::SystemRandom random;
  port::SealedWriter writer(out, passphrase, random);
  for (std::size_t at = 0; at < text.size(); at += 1000) writer.write(text.substr(at, 1000));
  writer.end();
  return out.str();
}

/// All lines; "refused" behind those that came before.
std::string opened(const std::string& file, const Secret& with = passphrase) {
  std::istringstream in(file);
  auto reader = port::SealedReader::open(in, with);
  if (!reader) return "no such file";
  std::string all;
  for (;;) {
    const auto line = reader->line();
    if (!line) return all + "refused";
    if (!*line) return all;
    all += **line + "\n";
  }
}

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "line " + std::to_string(i) + " of this file\n";
  return text;
}

/// Whatever was given out stands in the text, in order: nothing unproven leaves.
bool refused_midway(const std::string& said, const std::string& text) {
  return said.ends_with("refused") && text.starts_with(said.substr(0, said.size() - 7)) &&
         said.size() - 7 < text.size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sealed_file)

BOOST_AUTO_TEST_CASE(what_goes_in_comes_out_and_nothing_of_it_can_be_seen) {
  for (const auto& text : {std::string(), std::string("\n"), lines(3), lines(9000),
                           std::string(64 * 1024 - 1, 'x') + "\n", std::string(128 * 1024 - 1, 'x') + "\n"}) {
    const std::string file = sealed(text);
    BOOST_TEST(file.find("line 1") == std::string::npos);
    BOOST_TEST(bool(opened(file) == text));
  }
}

BOOST_AUTO_TEST_CASE(a_cut_a_flip_and_another_order_are_refused) {
  const std::string text = lines(9000), file = sealed(text);
  BOOST_TEST_REQUIRE(file.size() > head + 3 * chunk);
  const auto part = [&](int number) { return file.substr(head + std::size_t(number) * chunk, chunk); };
  const std::string start = file.substr(0, head);
  for (const auto& bad :
       {file.substr(0, file.size() - 1), file.substr(0, head + chunk), file.substr(0, head + 2 * chunk),
        file.substr(0, head + chunk + 100), start, file + "x", file + part(0),
        start + part(1) + part(0) + file.substr(head + 2 * chunk),
        start + part(0) + part(0) + file.substr(head + 2 * chunk), start + part(0) + file.substr(head + 2 * chunk)})
    BOOST_TEST(refused_midway(opened(bad), text));
  for (const std::size_t at :
       {std::size_t{20}, head, head + 2, head + 20, head + chunk - 1, head + chunk + 5, file.size() - 1}) {
    std::string bad = file;
    bad[at] = char(bad[at] ^ 1);
    BOOST_TEST(refused_midway(opened(bad), text), at);
  }
  const std::string other = sealed(text);
  BOOST_TEST(refused_midway(opened(start + other.substr(head)), text));
  BOOST_TEST(refused_midway(opened(start + part(0) + other.substr(head + chunk)), text));
}

BOOST_AUTO_TEST_CASE(another_passphrase_or_another_file_is_refused) {
  const std::string file = sealed(lines(3));
  BOOST_TEST(opened(file, Secret("seven crates of lemonS")) == "refused");
  BOOST_TEST(opened(file, Secret()) == "refused");
  for (const auto& other :
       {std::string(), std::string("doorward-tenant 2\n") + std::string(200, 'x'), file.substr(0, head - 1)})
    BOOST_TEST(opened(other) == "no such file");
}

BOOST_AUTO_TEST_CASE(a_line_without_an_end_is_refused) {
  BOOST_TEST(opened(sealed("one\ntwo")) == "one\nrefused");
  BOOST_TEST(opened(sealed(std::string(1200 * 1024, 'x') + "\n")) == "refused");
}

BOOST_AUTO_TEST_SUITE_END()
