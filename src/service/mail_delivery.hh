// Out of the outbox: messages are written out as they travel and handed to whoever sends them, each to one host alone.
#pragma once
#include <functional>
#include <string>

#include "port/delivery.hh"
#include "service/mail.hh"

namespace doorward::service {

/// One message on its way.
struct Envelope {
  std::string from, to;
  std::string name;     // of the message, the same at every try
  std::string message;  // RFC 5322
};
using Deliver = std::function<port::Delivery(const Envelope& envelope)>;

/// What of the outbox was done; `more`: something may be left that is due.
struct Batch {
  std::int64_t rows = 0;
  bool more = false;
};

/// Trying one message takes no longer, with what is asked of the database around it.
Span longest_for_one_letter(const Config& config);

/// Tries the messages that are due, `limit` at most. Each is claimed first, for longer than a try takes, so that
/// another host leaves it alone. One that was refused for good, or that nobody took for mail.keep, becomes a dead
/// letter; others are tried again, later each time. When nobody takes any mail the rest of the round is left.
Batch send_due_mail(Ask& ask, store::PlatformDb& platform, const Deliver& deliver, int limit);

}  // namespace doorward::service
