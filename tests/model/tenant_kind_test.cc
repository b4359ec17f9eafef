// The kinds of tenants and their words.
#include "support/test.hh"

#include "model/tenant_kind.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(tenant_kind)

BOOST_AUTO_TEST_CASE(every_word_comes_back_and_no_other_is_taken) {
  for (TenantKind kind : {TenantKind::tenant, TenantKind::reseller, TenantKind::platform})
    BOOST_TEST(bool(parse_tenant_kind(to_word(kind)) == kind));
  for (const char* word : {"", "Tenant", "tenant ", "admin"}) BOOST_TEST(!parse_tenant_kind(word));
}

BOOST_AUTO_TEST_SUITE_END()
