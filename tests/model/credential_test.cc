// Opaque credentials: their form, the tenant inside, what is refused.
#include "support/test.hh"

#include "model/credential.hh"

#include "base/error.hh"

using namespace doorward;

namespace {

const TenantId tenant{*Id::parse("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4051")};
const std::string bytes(32, '\xAB');

std::string made() { return std::string(make_credential(OpaqueKind::refresh, tenant, bytes).reveal()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(credential)

BOOST_AUTO_TEST_CASE(has_the_published_form) {
  BOOST_TEST(made() == "dwr_AZChssPUfl-KmwwdLj9AUQ_q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s");
}

BOOST_AUTO_TEST_CASE(comes_back_as_it_was_made) {
  for (OpaqueKind kind : {OpaqueKind::session, OpaqueKind::refresh, OpaqueKind::device, OpaqueKind::reset,
                          OpaqueKind::verify, OpaqueKind::invite}) {
    const Secret text = make_credential(kind, tenant, bytes);
    const auto parsed = parse_credential(text.reveal());
    BOOST_REQUIRE(parsed.has_value());
    BOOST_TEST(bool(parsed->kind == kind));
    BOOST_TEST(bool(parsed->tenant == tenant));
    BOOST_TEST(parsed->secret.reveal() == bytes);
    BOOST_TEST(parsed->text.reveal() == text.reveal());
  }
}

BOOST_AUTO_TEST_CASE(a_session_cookie_with_its_name_stays_below_100_bytes) {
  BOOST_TEST(std::string("__Host-doorward_session=").size() + made().size() <= 100U);
}

BOOST_AUTO_TEST_CASE(one_kind_is_never_taken_for_another) {
  BOOST_TEST(!parse_credential(OpaqueKind::session, made()));
  BOOST_TEST(parse_credential(OpaqueKind::refresh, made()).has_value());
  BOOST_TEST(!tenant_in(OpaqueKind::session, made()));
  BOOST_TEST((tenant_in(OpaqueKind::refresh, made()) == tenant));
}

BOOST_AUTO_TEST_CASE(a_secret_of_another_size_is_never_made_into_one) {
  BOOST_CHECK_THROW(make_credential(OpaqueKind::session, tenant, std::string(31, 'x')), Failure);
}

BOOST_AUTO_TEST_CASE(every_single_cut_or_addition_is_refused) {
  const std::string text = made();
  for (std::size_t size = 0; size < text.size(); ++size) BOOST_TEST(!parse_credential(text.substr(0, size)), size);
  for (const char* more : {"=", "A", " ", "\n"}) BOOST_TEST(!parse_credential(text + more));
  for (const char* before : {" ", "d", "Bearer "}) BOOST_TEST(!parse_credential(before + text));
}

BOOST_AUTO_TEST_CASE(foreign_characters_are_refused_at_every_place) {
  const std::string text = made();
  for (std::size_t at = 0; at < text.size(); ++at)
    for (char c : {'\0', ' ', '=', '+', '/', '.', '\x80', '%'}) {
      std::string changed = text;
      changed[at] = c;
      BOOST_TEST(!parse_credential(changed), "at " << at << ": " << int(c));
    }
}

BOOST_AUTO_TEST_CASE(bits_beyond_the_last_byte_make_no_second_spelling) {
  std::string text = made();
  BOOST_REQUIRE_EQUAL(text.back(), 's');
  text.back() = 't';  // same 32 bytes for a lenient decoder
  BOOST_TEST(!parse_credential(text));
  text = made();
  BOOST_REQUIRE_EQUAL(text[25], 'Q');
  text[25] = 'R';  // same tenant for a lenient decoder
  BOOST_TEST(!parse_credential(text));
}

BOOST_AUTO_TEST_SUITE_END()
