#include "service/one_time_letter.hh"

#include "model/one_time_code.hh"
#include "service/mail.hh"

namespace doorward::service {

void post_one_time(Ask& ask, store::TenantDb& db, const Config& config, const OneTimeLetter& what,
                   const std::optional<User>& reader, const std::string& shown, const std::string& key,
                   std::string_view extra) {
  OneTimeWish wish{what.kind, key, what.life, reader ? std::optional(reader->id) : std::nullopt,
                   port::Json::Object{{"email", shown}, {"email_key", key}}};
  if (!extra.empty()) wish.data.set(std::string(extra), true);
  const OneTime made = make_one_time(ask, db, wish);
  Letter letter = letter_to(reader, shown, what.about);
  letter.values["LINK"] = link_to(config, what.kind, made.token);
  letter.values["CODE"] = made.shown_code.reveal();
  letter.values["MINUTES"] = std::to_string(what.life / std::chrono::minutes(1));
  post_mail(ask, db, letter, reader ? Posting::to_be_sent : Posting::for_nobody);
}

bool one_more_letter(Ask& ask, store::TenantDb& db, OpaqueKind kind, const std::string& email_key) {
  constexpr std::int64_t bearable = 3;
  return one_times_since(ask, db, kind, email_key, ask.now - std::chrono::hours(1)) < bearable;
}

std::string text_of(const FoundOneTime& found, std::string_view name) {
  const auto* member = found.data.find(name);
  return member && member->string() ? *member->string() : "";
}

}  // namespace doorward::service
