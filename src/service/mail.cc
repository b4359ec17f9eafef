// A message is sealed like every secret at rest: it may hold a link that opens something.
#include "service/mail.hh"

#include "base/log.hh"
#include "model/mail_delay.hh"
#include "port/json.hh"
#include "service/keyring.hh"
#include "store/outbox.hh"

namespace doorward::service {
namespace {

std::string place_of(TenantId tenant, const Id& id) { return bound_to("outbox", "payload", tenant, id.raw()); }

port::Mail read_mail(Ask& ask, TenantId tenant, const Id& id, const std::string& sealed) {
  const auto opened = ask.world.keys.unseal(place_of(tenant, id), sealed);
  if (!opened) throw Failure("the message is sealed with a key that is not here");
  const auto json = port::parse_json(opened->reveal());
  if (!json) throw Failure("the message is not JSON");
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
  // The first try is this process's own.
  store::insert_mail(db, id, ask.world.keys.seal(place_of(db.tenant(), id), plain, ask.world.random), ask.now,
                     ask.now + mail_delay_after(1));
  return id;
}

bool send_mail(Ask& ask, store::TenantDb& db, const Id& id) {
  if (ask.world.config.mail.transport != "file") return false;
  int tries = 0;
  try {
    const auto waiting = store::mail_under_way(db, id);
    if (!waiting) return false;
    tries = waiting->tries;
    port::write_mail_file(ask.world.config.mail.dir, read_mail(ask, db.tenant(), id, waiting->sealed), id.text(),
                          ask.now);
    store::mail_sent(db, id, ask.now);
    return true;
  } catch (const Failure& failure) {
    log(Level::warning, "a mail was not sent", {{"tenant", db.tenant().text()}, {"why", failure.what()}});
    store::mail_failed(db, id, failure.what(), ask.now + mail_delay_after(tries + 1));
    return false;
  }
}

}  // namespace doorward::service
