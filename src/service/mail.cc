// A message is sealed like every secret at rest: it may hold a link that opens something.
#include "service/mail.hh"

#include "base/log.hh"
#include "port/json.hh"
#include "service/keyring.hh"
#include "store/outbox.hh"

namespace doorward::service {
namespace {

constexpr seconds try_again_in{60};

std::string place_of(TenantId tenant, const Id& id) { return bound_to("outbox", "payload", tenant, id.raw()); }

/// nullopt: the row is gone, done, or sealed with a key that is not here.
std::optional<port::Mail> read_mail(Ask& ask, store::TenantDb& db, const Id& id) {
  const auto sealed = store::mail_under_way(db, id);
  if (!sealed) return std::nullopt;
  const auto opened = ask.world.keys.unseal(place_of(db.tenant(), id), *sealed);
  if (!opened) return std::nullopt;
  const auto json = port::parse_json(opened->reveal());
  if (!json) return std::nullopt;
  port::Mail mail;
  for (const auto& [name, into] : {std::pair{"from", &mail.from}, std::pair{"to", &mail.to},
                                   std::pair{"subject", &mail.subject}, std::pair{"text", &mail.text}})
    if (const auto* member = json->find(name); member && member->string()) *into = *member->string();
  return mail;
}

}  // namespace

Id post_mail(Ask& ask, store::TenantDb& db, std::string to, std::string subject, std::string text) {
  const Id id = ask.world.random.id(ask.now);
  const port::Json message = port::Json::Object{{"from", ask.world.config.mail.from},
                                                {"to", std::move(to)},
                                                {"subject", std::move(subject)},
                                                {"text", std::move(text)}};
  const std::string plain = port::dump_json(message);
  store::insert_mail(db, id, ask.world.keys.seal(place_of(db.tenant(), id), plain, ask.world.random), ask.now);
  return id;
}

void send_mail(Ask& ask, store::TenantDb& db, const Id& id) {
  if (ask.world.config.mail.transport != "file") return;
  try {
    const auto mail = read_mail(ask, db, id);
    if (!mail) return;
    port::write_mail_file(ask.world.config.mail.dir, *mail, id.text(), ask.now);
    store::mail_sent(db, id, ask.now);
  } catch (const Failure& failure) {
    log(Level::warning, "a mail was not sent", {{"tenant", db.tenant().text()}, {"why", failure.what()}});
    store::mail_failed(db, id, failure.what(), ask.now + try_again_in);
  }
}

}  // namespace doorward::service
