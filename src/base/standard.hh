// The descriptors 0 to 2.
#pragma once

namespace doorward {

/// Of these, opens what is closed: whatever is opened next would take the number, and our log or answer would be
/// written there. FastCGI's specification has its programs begun so, and `2>&-` is a common word of cron lines.
void open_standard_descriptors();

}  // namespace doorward
