// The end of a canceled tenant, once it can no longer be restored.
#pragma once
#include "service/upkeep_work.hh"

namespace doorward::service {

/// The next batch: the first one says so (tenant_removed among the platform's events) and hides the tenant, each
/// further one removes rows, the last one what its own row says. Its slug stays taken.
Batch remove_canceled(Ask& ask, store::PlatformDb& platform, int limit);

}  // namespace doorward::service
