// What goes, and that nothing else goes: rows a microsecond before, at and behind the edge of each kind.
#include "support/test.hh"

#include "base/encode.hh"
#include "service/keyring.hh"
#include "store/expired.hh"
#include "support/catalogue.hh"
#include "support/sign_in.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Removal : UpkeepScene {
  Session live = sign_in(world, user).session;
  Time now = world.clock.now();

  void insert(const std::string& table, const std::string& columns, std::vector<port::SqlValue> values) {
    values.insert(values.begin(), port::sql(tenant));
    std::string marks;
    for (std::size_t i = 0; i < values.size(); ++i) marks += i == 0 ? "?" : ", ?";
    world.owner().run("INSERT INTO " + table + " (tenant_id, " + columns + ") VALUES (" + marks + ")", values);
  }

  /// A row of the table that was over at this time.
  void over_at(const std::string& table, Time at) {
    const std::string id = world.random.bytes(16), hash = world.random.bytes(32);
    const auto session = port::sql(live.id);
    if (table == "refresh_tokens") insert(table, "hash, session_id, created_at, expires_at", {hash, session, now, at});
    if (table == "revoked_tokens") insert(table, "session_id, jti, expires_at", {session, to_hex(id), at});
    if (table == "sessions")
      insert(table,
             "id, user_id, transport, amr, created_at, last_used_at, auth_time, expires_at, ended_at, end_reason",
             {id, port::sql(user.id), std::string("token"), std::string("pwd"), at, at, at, at, at,
              std::string("logout")});
    if (table == "secret_checks") insert(table, "name_mac, last_try_at", {hash, at});
    if (table == "idempotency_keys") insert(table, "caller, name, body_hash, created_at", {hash, to_hex(id), hash, at});
    if (table == "rate_counters") insert(table, "name, window_at", {to_hex(id), at});
    if (table == "outbox")
      insert(table, "id, kind, payload, due_at, created_at, done_at", {id, std::string("mail"), hash, at, at, at});
    if (table == "invites")
      insert(table, "id, email_key, email, role, invited_here, link_id, created_at, sent_at, expires_at",
             {id, to_hex(id), to_hex(id), std::string("user"), std::int64_t{0}, id, at, at, at});
    if (table == "one_time")
      insert(table, "id, kind, name_mac, token_hash, code_mac, data, created_at, expires_at",
             {id, std::string("p"), id, hash, hash, std::string("x"), at, at});
    if (table == "tenant_days")
      insert(table, "day, sign_ins, mfa_sign_ins, active_users, failures, new_users",
             {at, std::int64_t{1}, std::int64_t{0}, std::int64_t{1}, std::int64_t{0}, std::int64_t{0}});
    if (table == "house_days")
      insert(table, "day, tenants, users, sign_ins, mfa_sign_ins, active_users, failures, new_users",
             {at, std::int64_t{1}, std::int64_t{1}, std::int64_t{1}, std::int64_t{0}, std::int64_t{1}, std::int64_t{0},
              std::int64_t{0}});
  }
  Span age_of(store::Age age) const {
    if (age == store::Age::kept) return world.config.upkeep.keep;
    return age == store::Age::figures ? world.config.tenants.keep_figures : Span(std::chrono::hours(24));
  }
  std::int64_t rows(const std::string& table) {
    return std::stoll(
        words_of(world.owner(), "SELECT COUNT(*) FROM " + table + " WHERE tenant_id = ?", {port::sql(tenant)}).at(0));
  }
  std::string all_rows() {
    std::string all;
    for (const auto& table : tenant_tables(world)) all += table.table + "\n" + content(world, table, tenant);
    return all;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(upkeep_removal, Removal)

BOOST_AUTO_TEST_CASE(each_kind_goes_at_its_edge_and_not_a_microsecond_before) {
  keep_up(now);  // events get their sequence here, not below
  for (const auto& what : store::expired_rows()) {
    const std::string table(what.table);
    const Time edge = now - age_of(what.age);
    const auto before = rows(table);
    over_at(table, edge + Span(1));
    const std::string stays = all_rows();
    over_at(table, edge);
    over_at(table, edge - Span(1));
    BOOST_TEST_REQUIRE(rows(table) == before + 3, table);
    const auto done = keep_up(now);
    BOOST_TEST(kind_of(done, table).rows == 2, table);
    for (const auto& other : done)
      if (other.kind != table) BOOST_TEST(other.rows == 0, other.kind);
    BOOST_TEST(all_rows() == stays, table);
    keep_up(now + Span(1));
    BOOST_TEST(rows(table) == before, table);
  }
}

BOOST_AUTO_TEST_CASE(what_lives_stays_whatever_its_age) {
  const Time long_ago = now - std::chrono::hours(24 * 400);
  world.owner().run("UPDATE sessions SET created_at = ?, auth_time = ?, last_used_at = ? WHERE tenant_id = ?",
                    {long_ago, long_ago, long_ago, port::sql(tenant)});
  insert("outbox", "id, kind, payload, due_at, created_at",
         {world.random.bytes(16), std::string("webhook"), std::string("x"), long_ago, long_ago});
  insert("secret_checks", "name_mac, last_try_at, reserved", {world.random.bytes(32), now, std::int64_t{3}});
  keep_up(now);
  const std::string before = all_rows();
  keep_up(now);
  BOOST_TEST(all_rows() == before);
  BOOST_TEST(rows("sessions") == 1);
  BOOST_TEST(rows("refresh_tokens") == 1);
  BOOST_TEST(rows("outbox") == 1);
}

// An index entry of the year 1970 is a reservation under way: its transaction is not waited for.
BOOST_AUTO_TEST_CASE(a_check_that_is_just_being_reserved_is_left_alone) {
  insert("secret_checks", "name_mac, last_try_at", {world.random.bytes(32), from_unix(0)});
  keep_up(now);
  BOOST_TEST(rows("secret_checks") == 1);
}

BOOST_AUTO_TEST_CASE(a_session_waits_for_its_refresh_tokens) {
  const Time then = live.expires_at + world.config.upkeep.keep;
  world.owner().run("UPDATE refresh_tokens SET expires_at = expires_at + INTERVAL 1 SECOND WHERE tenant_id = ?",
                    {port::sql(tenant)});
  keep_up(then);
  BOOST_TEST(rows("sessions") == 1);
  keep_up(then + seconds(1));
  BOOST_TEST(rows("refresh_tokens") == 0);
  BOOST_TEST(rows("sessions") == 0);
}

BOOST_AUTO_TEST_CASE(a_retired_key_goes_when_its_last_token_is_dead) {
  const Time dead_since = now - service::KeyRing::afterlife(world.config);
  const auto retire = [&](const std::string& kid, Time at) {
    world.owner().run(
        "INSERT INTO signing_keys (kid, algorithm, state, public_jwk, private_der, created_at, activated_at, "
        "retired_at) "
        "SELECT ?, algorithm, 'retired', public_jwk, '', ?, ?, ? FROM signing_keys WHERE state = 'active'",
        {kid, at, at, at});
  };
  const auto keys = [&] {
    return words_of(world.owner(), "SELECT kid FROM signing_keys WHERE state = 'retired' ORDER BY kid");
  };
  retire("upkeep-a", dead_since - Span(1));
  retire("upkeep-b", dead_since);
  BOOST_TEST(kind_of(keep_up(now), "signing_keys").rows == 1);
  BOOST_TEST(keys() == std::vector<std::string>{"upkeep-b"}, boost::test_tools::per_element());
  keep_up(now + Span(1));
  BOOST_TEST(keys().empty());
}

BOOST_AUTO_TEST_SUITE_END()
