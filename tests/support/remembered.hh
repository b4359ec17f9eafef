// People who are signed in and remembered, and those whose records are read again.
#pragma once
#include "port/crypto.hh"
#include "store/recall.hh"
#include "store/record.hh"
#include "store/renewals.hh"
#include "support/sign_in.hh"
#include "support/world.hh"

namespace tests {

using namespace doorward;
using store::Recall;

inline constexpr Transport transports[] = {Transport::token, Transport::session};

/// A person who is signed in, and remembered.
struct Person {
  Person(World& world, TenantId tenant, Transport transport) : world(world), who(world.make_user(tenant)) {
    const auto entered = sign_in(world, who, transport);
    session = entered.session.id;
    wanted = {tenant, session, {}};
    if (!entered.tokens) wanted = {tenant, {}, port::sha256(entered.session_cookie.reveal())};
    Recall recall(world.memory, wanted, world.clock.now());
    recall.look();
    store::TenantDb db(world.database, tenant);
    recall.fill(db);
  }

  Recall looked() const {
    Recall recall(world.memory, wanted, world.clock.now());
    known = recall.look();
    return recall;
  }
  bool in_memory() const { return looked(), known; }
  bool ageing() const { return looked().ageing() && known; }
  bool is_over() const { return looked().ended(); }
  void run(std::string_view statement) const {
    store::TenantDb(world.database, who.tenant).run(statement, {world.clock.now(), port::sql(session)});
  }
  std::string key() const {
    return wanted.by_cookie() ? store::cookie_key(who.tenant, wanted.cookie_hash)
                              : store::session_key(who.tenant, session);
  }

  World& world;
  MadeUser who;
  SessionId session;
  store::Wanted wanted;
  mutable bool known = false;
};

struct House {
  Person person(Transport transport = Transport::token) { return {world, tenant, transport}; }
  void note(const Person& p) { renewals.note(p.session, use(p)); }
  store::InUse use(const Person& p) const { return {p.wanted, world.clock.now(), {}}; }
  void renew_some() { renewals.renew_some(world.database, world.memory, uses, world.random, world.clock.now()); }
  void renew_all() {
    while (!renewals.empty()) renew_some();
  }
  /// So many tenths of the time that a record is believed, or smaller parts.
  void pass(int parts, int of = 10) { world.clock.at += world.memory.trust() * parts / of; }

  World world;
  TenantId tenant = world.make_tenant();
  store::Renewals renewals{Span(0), 1000, 8};
  store::LastUses uses;
};

}  // namespace tests
