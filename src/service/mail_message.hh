// A letter becomes a message: words filled into a template, with the tenant's name above it.
#pragma once
#include "service/mail_delivery.hh"

namespace doorward::service {

/// In the reader's language, else the tenant's (mail.locale), else en-US: pages/mail/LOCALE/ABOUT.tpl, whose head says
/// "Subject: …" and, where the link has one, "Button: …". The HTML is made of the same text and
/// pages/mail/frame.html.tpl. Throws Failure when a template is broken.
Envelope written_out(Ask& ask, store::TenantDb& db, const Id& id, const Letter& letter);

}  // namespace doorward::service
