// Who watches the service is known by the address alone.
#pragma once
#include "endpoint/call.hh"

namespace doorward::endpoint {

/// metrics.networks names the client's address. VALIDATION_ERROR: the setting is no list of networks.
Result<bool> is_watcher(const Call& call);

}  // namespace doorward::endpoint
