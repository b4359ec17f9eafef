// Moving house: one tenant whole, out of this installation into a file under a passphrase, and in again elsewhere.
#pragma once
#include "service/administration.hh"

namespace doorward::service {

struct Moved {
  Tenant tenant;
  std::int64_t rows = 0;  // besides the tenant's own
};

/// One moment of the tenant, as its own account sees it. A new file, of mode 0600, that appears when it is whole.
/// INVALID_TENANT; VALIDATION_ERROR: the file exists, the passphrase is too short; CONFLICT: its events are not as they
/// were sealed.
Result<Moved> export_tenant(Ask& ask, store::PlatformDb& platform, const std::string& tenant, const std::string& file,
                            const Secret& passphrase);

/// Nobody can enter before everything is there and the chain of its events holds; what an interrupted import left is
/// taken away by the next. `slug` empty: its own. VALIDATION_ERROR: the file; SLUG_TAKEN; CONFLICT: the id or the
/// domain is taken, another import of it is running.
Result<Moved> import_tenant(Ask& ask, store::PlatformDb& platform, const std::string& file, const std::string& slug,
                            const Secret& passphrase);

}  // namespace doorward::service
