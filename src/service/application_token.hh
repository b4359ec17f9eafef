// DOORWARD_JWT: who is there, signed for the protected application. It opens no door of ours.
#pragma once
#include <string>

#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::service {

/// A JWT of type "doorward-identity+jwt", good for a minute; aud is the site's origin, sub the user's id, with
/// tenant_id, tenant_slug, email, name, role, permissions and session_id as the gate sees them.
std::string issue_application_token(Ask& ask, const Visitor& visitor, const std::string& site);

}  // namespace doorward::service
