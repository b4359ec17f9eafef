// A message is sealed like every secret at rest: it may hold a link that opens something.
#include "service/mail.hh"

#include "service/keyring.hh"
#include "store/outbox.hh"

namespace doorward::service {
namespace {

std::string place_of(TenantId tenant, const Id& id) { return bound_to("outbox", "payload", tenant, id.raw()); }

std::string text_at(const port::Json& json, std::string_view name) {
  const auto* member = json.find(name);
  return member && member->string() ? *member->string() : "";
}

}  // namespace

Letter letter_to(const std::optional<User>& reader, const std::string& to, std::string_view about) {
  Letter letter{std::string(about), to, reader ? reader->locale : "", {}};
  const bool by_name = reader && reader->email_verified && !reader->first_name.empty();
  letter.values["NAME"] = by_name ? reader->first_name : to;
  return letter;
}

Id post_mail(Ask& ask, store::TenantDb& db, const Letter& letter, Posting posting) {
  store::NewMail mail;
  mail.id = ask.world.random.id(ask.now);
  mail.about = letter.about;
  port::Json values = port::Json::Object{};
  for (const auto& [name, value] : letter.values) values.set(name, value);
  const port::Json message = port::Json::Object{
      {"about", letter.about}, {"to", letter.to}, {"locale", letter.locale}, {"values", std::move(values)}};
  mail.sealed = ask.world.keys.seal(place_of(db.tenant(), mail.id), port::dump_json(message), ask.world.random);
  mail.created_at = mail.due_at = ask.now;
  mail.gives_up_at = ask.now + ask.world.config.mail.keep;
  if (posting == Posting::for_nobody) mail.done_at = ask.now;
  store::insert_mail(db, mail);
  ask.about.mail = true;
  return mail.id;
}

Letter read_letter(Ask& ask, TenantId tenant, const Id& id, const std::string& sealed) {
  const auto opened = ask.world.keys.unseal(place_of(tenant, id), sealed);
  if (!opened) throw Failure("the message is sealed with a key that is not here");
  const auto json = port::parse_json(opened->reveal());
  if (!json) throw Failure("the message is not JSON");
  Letter letter{text_at(*json, "about"), text_at(*json, "to"), text_at(*json, "locale"), {}};
  if (letter.about.empty() || letter.to.empty()) throw Failure("the message is of another release");
  if (const auto* values = json->find("values"); values && values->object())
    for (const auto& [name, value] : *values->object())
      if (value.string()) letter.values[name] = *value.string();
  return letter;
}

}  // namespace doorward::service
