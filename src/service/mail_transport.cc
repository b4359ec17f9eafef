#include "service/mail_transport.hh"

#include <memory>

#include "port/mail_file.hh"
#include "port/sendmail.hh"
#include "port/smtp.hh"

namespace doorward::service {
namespace {

using port::Delivery;
using port::Sent;

Delivery into_folder(const Config& config, const Envelope& envelope) {
  try {
    port::write_mail_file(config.mail.dir, envelope.name, envelope.message);
    return {Sent::taken};
  } catch (const Failure& failure) {
    return {Sent::away, failure.what()};
  }
}

}  // namespace

Deliver mail_transport(const Config& config) {
  const std::string& how = config.mail.transport;
  if (how == "smtp")
    return [server = std::make_shared<port::Smtp>(config)](const Envelope& one) {
      return server->send(one.from, one.to, one.message);
    };
  if (how == "sendmail")
    return [&config](const Envelope& one) {
      return port::send_by_program(config.mail.sendmail, one.message, config.mail.timeout);
    };
  if (how == "file") return [&config](const Envelope& one) { return into_folder(config, one); };
  return [](const Envelope&) { return Delivery{Sent::later, "mail.transport is none"}; };
}

}  // namespace doorward::service
