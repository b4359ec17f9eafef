// Lines of the log that may wait a moment.
#pragma once

namespace doorward {

/// Does this process keep its lines of level info until log_release(), a page of them at most? Any other line takes
/// them along. For who is asked thousands of times a second, since each write waits for the file's other writers and
/// its disk.
void log_hold(bool on);
void log_release();

}  // namespace doorward
