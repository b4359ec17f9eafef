// Addresses and host names: canonical twice is canonical, and nothing that ends a header passes.
#include "base/text.hh"
#include "port/unicode.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto email = port::parse_email(input)) {
    const auto twice = port::parse_email(email->key), shown = port::parse_email(email->shown);
    fuzz::promise(twice && twice->key == email->key && twice->shown == email->key, "canonical twice is canonical");
    fuzz::promise(shown && shown->key == email->key && shown->shown == email->shown, "what is shown leads to the key");
    fuzz::promise(email->key.size() <= 254 && email->shown.size() <= 254, "bounded");
    fuzz::promise(valid_utf8(email->key) && !has_control(email->key) && !has_control(email->shown), "no controls");
  }
  if (const auto host = port::ascii_host(input)) {
    fuzz::promise(port::ascii_host(*host) == host, "canonical twice is canonical");
    fuzz::promise(host->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos,
                  "plain ASCII");
  }
  if (!valid_utf8(input)) return;
  fuzz::promise(port::nfc(port::nfc(input)) == port::nfc(input), "normal twice is normal");
}
