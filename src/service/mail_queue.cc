#include "service/mail_queue.hh"

#include "port/unicode.hh"
#include "service/mail_message.hh"

namespace doorward::service {

std::vector<QueuedMail> list_mail(Ask& ask, store::PlatformDb& platform, bool dead, int limit) {
  std::vector<QueuedMail> all;
  for (auto& row : store::list_mail(platform, dead, limit)) {
    std::string to;
    try {
      to = read_letter(ask, row.tenant, row.id, row.sealed).to;
    } catch (const Failure&) {
      to.clear();  // what can be said of it is said all the same
    }
    all.push_back({std::move(row), std::move(to)});
  }
  return all;
}

std::int64_t retry_mail(Ask& ask, store::PlatformDb& platform, const std::optional<Id>& id) {
  const Time gives_up_at = ask.now + ask.world.config.mail.keep;
  return id ? store::retry_mail(platform, *id, ask.now, gives_up_at)
            : store::retry_dead_mail(platform, ask.now, gives_up_at);
}

Result<void> send_test_mail(Ask& ask, TenantId tenant, const std::string& address, const Deliver& deliver) {
  const auto email = port::parse_email(address);
  if (!email) return wrong("address", "is not an e-mail address");
  store::TenantDb db(ask.world.database, tenant);
  const auto envelope =
      written_out(ask, db, ask.world.random.id(ask.now), letter_to(std::nullopt, email->shown, "test"));
  const auto done = deliver(envelope);
  if (done.sent == port::Sent::taken) return {};
  return Error(Code::DEPENDENCY_DOWN, "The message was not taken: " + done.why);
}

}  // namespace doorward::service
