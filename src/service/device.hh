// The device cookie: shows at the next log-in that this device signed in to this account before, so that
// it keeps an allowance of its own when strangers use up the account's. It opens nothing by itself.
#pragma once
#include <optional>
#include <string>

#include "service/world.hh"

namespace doorward::service {

/// `email_key`: the canonical address the account is known by.
Secret make_device_cookie(Ask& ask, TenantId tenant, std::string_view email_key);

/// The device's own name (16 bytes) when the cookie was made for this tenant and address; nullopt for
/// anything else. Needs no database.
std::optional<std::string> known_device(Ask& ask, TenantId tenant, std::string_view email_key, std::string_view cookie);

}  // namespace doorward::service
