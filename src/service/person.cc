// The same checks for everybody who gets an account, whoever makes it.
#include "service/person.hh"

#include "base/text.hh"
#include "port/unicode.hh"
#include "service/event.hh"
#include "service/places.hh"

namespace doorward::service {
namespace {

constexpr std::size_t name_max = 100;  // characters, as the columns have it

/// Breaks a line (U+2028, U+2029) or turns the words behind it around (U+202A to U+202E, U+2066 to U+2069): what is
/// read then, in the sender of a letter too, is not what is written.
bool turns_words(std::string_view text) {
  const auto has = [&](std::string_view head, char first, char last) {
    for (auto at = text.find(head); at != std::string_view::npos; at = text.find(head, at + 1))
      if (at + head.size() < text.size() && text[at + head.size()] >= first && text[at + head.size()] <= last)
        return true;
    return false;
  };
  return has("\xE2\x80", '\xA8', '\xAE') || has("\xE2\x81", '\xA6', '\xA9');
}

void check_name(std::string_view at, std::string_view field, std::string_view typed, std::string& into,
                std::vector<FieldError>& errors) {
  if (auto name = checked_name(typed, name_max))
    into = std::move(*name);
  else
    errors.push_back(
        {std::string(at) + std::string(field), "must be at most 100 characters without control characters"});
}

/// Its address is a personal value.
void note_new_user(Ask& ask, store::TenantDb& db, const User& user, std::optional<UserId> actor) {
  store::Event created = event_of(ask, "user_created");
  store::Event role = event_of(ask, "user_role_created");
  for (store::Event* event : {&created, &role}) {
    event->actor_type = actor ? store::ActorType::user : store::ActorType::op;
    event->actor = actor;
    event->subject = user.id;
  }
  created.data.set("email_verified", user.email_verified);
  created.personal.set("email", user.email).set("first_name", user.first_name).set("last_name", user.last_name);
  role.data.set("role", user.role);
  store::write_events(db, {created, role});
}

}  // namespace

std::optional<std::string> checked_name(std::string_view name, std::size_t most) {
  if (name.size() > most * 4 || !valid_utf8(name) || has_control(name) || turns_words(name)) return std::nullopt;
  std::string formed = port::nfc(trim(name));
  if (port::code_points(formed) > most) return std::nullopt;
  return formed;
}

Result<CheckedPerson> check_identity(std::string_view at, std::string_view email, std::string_view first_name,
                                     std::string_view last_name) {
  CheckedPerson checked;
  std::vector<FieldError> errors;
  if (auto parsed = port::parse_email(email)) {
    checked.email = parsed->shown;
    checked.email_key = parsed->key;
  } else {
    errors.push_back({std::string(at) + "email", "is not an e-mail address"});
  }
  check_name(at, "first_name", first_name, checked.first_name, errors);
  check_name(at, "last_name", last_name, checked.last_name, errors);
  if (!errors.empty()) return Error(Code::VALIDATION_ERROR, std::move(errors));
  return checked;
}

Result<CheckedPerson> check_person(const Config& config, std::string_view at, const Person& person,
                                   std::initializer_list<std::string_view> own) {
  auto identity = check_identity(at, person.email, person.first_name, person.last_name);
  std::vector<FieldError> errors = identity ? std::vector<FieldError>{} : identity.error().fields;
  const std::string field = std::string(at) + "password";
  auto password = prepared_password(field, person.password);
  if (!password) errors.insert(errors.end(), password.error().fields.begin(), password.error().fields.end());
  if (!errors.empty()) return Error(Code::VALIDATION_ERROR, std::move(errors));

  CheckedPerson& checked = *identity;
  std::string organization;
  for (std::string_view word : own) organization += std::string(word) + " ";
  if (auto fit =
          fits_rule(config, field, *password, {checked.email, checked.first_name, checked.last_name, organization});
      !fit)
    return fit.error();
  checked.password = std::move(*password);
  return checked;
}

User new_user(Ask& ask, TenantId tenant, const CheckedPerson& person, const Hashed& hashed, std::string role) {
  User user;
  user.id = UserId(ask.world.random.id(ask.now));
  user.tenant = tenant;
  user.email = person.email;
  user.email_key = person.email_key;
  user.first_name = person.first_name;
  user.last_name = person.last_name;
  user.role = std::move(role);
  user.password_hash = hashed.hash;
  user.password_set_at = user.tokens_not_before = user.created_at = user.updated_at = ask.now;
  return user;
}

Result<void> add_person(Ask& ask, store::TenantDb& db, const Tenant& tenant, const User& user, const NewRow& how) {
  if (auto place = take_place(db, tenant, limit::users); !place)
    return how.source == store::EmailSource::self ? Result<void>(place.error().code) : place;
  store::insert_user(db, user, how.source, how.work);
  note_new_user(ask, db, user, how.actor);
  return {};
}

}  // namespace doorward::service
