// A tenant's settings in groups, as its own people see and change them: registration, security, theme, notifications
// (rows of tenant_settings.def), and features, which switches off what the plan gives.
#pragma once
#include "model/tenant.hh"
#include "port/json.hh"
#include "service/actor.hh"

namespace doorward::service {

/// In the order in which they are shown.
std::vector<std::string> settings_groups();

/// Every member with the value in force. NOT_FOUND: there is no such group.
Result<port::Json> show_settings(Ask& ask, TenantId tenant, const std::string& group);

/// Members that are there are laid over the others; null takes the tenant's word back. One transaction with its events.
/// VALIDATION_ERROR naming each member that is unknown, of the wrong kind, or weaker than what the platform says;
/// FEATURE_NOT_AVAILABLE for a theme without custom_branding and for features that the plan does not give.
Result<port::Json> change_settings(Ask& ask, const Actor& by, const std::string& group,
                                   const port::Json::Object& changes);

}  // namespace doorward::service
