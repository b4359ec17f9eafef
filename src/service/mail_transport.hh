// How mail leaves. Named by doorwardctl alone: the worker is linked without the library behind it.
#pragma once
#include "service/mail_delivery.hh"

namespace doorward::service {

/// By mail.transport. Keeps a connection to the server as long as it lives.
Deliver mail_transport(const Config& config);

}  // namespace doorward::service
