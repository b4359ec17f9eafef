// The database says who sends what. A host that dies between the server's "250" and its own note of it leaves a message
// that is sent once more: with the same Message-ID, by which a mailbox knows it.
#include "service/mail_delivery.hh"

#include <algorithm>

#include "base/log.hh"
#include "model/mail_delay.hh"
#include "port/metrics.hh"
#include "service/mail_message.hh"
#include "store/outbox.hh"

namespace doorward::service {
namespace {

using port::Sent;

std::string_view to_word(Sent sent) {
  switch (sent) {
    case Sent::taken: return "taken";
    case Sent::refused: return "refused";
    case Sent::later: return "later";
    case Sent::away: return "away";
  }
  return "";
}

/// A round may take long, so the clock is asked again.
Time moment(const Ask& ask) { return std::max(ask.now, ask.world.clock.now()); }

/// A broken template or a foreign key is the message's own trouble: the others go on.
port::Delivery tried(Ask& ask, store::TenantDb& db, const Id& id, const std::string& sealed, const Deliver& deliver) {
  Envelope envelope;
  try {
    envelope = written_out(ask, db, id, read_letter(ask, db.tenant(), id, sealed));
  } catch (const Failure& failure) {
    if (failure.code() == Code::DEPENDENCY_DOWN) throw;
    return {Sent::later, failure.what()};
  }
  return deliver(envelope);
}

/// What an address has to do with it stands in the row, for an operator, and not in the log.
void note(Ask& ask, store::TenantDb& db, const Id& id, const store::WaitingMail& mail, const port::Delivery& done) {
  const Time now = moment(ask);
  ask.world.metrics.count(port::Metric::mail_total, {to_word(done.sent)});
  if (done.sent == Sent::taken) return store::mail_sent(db, id, now);
  const bool dead = done.sent == Sent::refused || now >= mail.gives_up_at;
  log(Level::warning, dead ? "a message is a dead letter" : "a message was not sent",
      {{"tenant", db.tenant().text()}, {"mail", id.text()}, {"how", to_word(done.sent)}});
  if (dead) return store::mail_given_up(db, id, done.why, now);
  store::mail_failed(db, id, done.why, std::min(now + mail_delay_after(mail.tries + 1), mail.gives_up_at));
}

}  // namespace

Span longest_for_one_letter(const Config& config) { return 2 * config.mail.timeout + std::chrono::minutes(1); }

Batch send_due_mail(Ask& ask, store::PlatformDb& platform, const Deliver& deliver, int limit) {
  const auto due = store::mail_due(platform, moment(ask), limit);
  const Span claimed_for = longest_for_one_letter(ask.world.config);
  Batch batch{0, int(due.size()) == limit};
  for (const auto& one : due) {
    if (!store::claim_mail(platform, one, moment(ask) + claimed_for)) continue;
    store::TenantDb db(ask.world.database, one.tenant);
    const auto waiting = store::mail_under_way(db, one.id);
    if (!waiting) continue;
    const auto done = tried(ask, db, one.id, waiting->sealed, deliver);
    note(ask, db, one.id, *waiting, done);
    if (done.sent == Sent::taken) ++batch.rows;
    if (done.sent == Sent::away) return {batch.rows, false};
  }
  return batch;
}

}  // namespace doorward::service
