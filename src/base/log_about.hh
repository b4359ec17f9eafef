// Which request the lines at hand are about: log() adds its ids, so that whoever writes one need not be told of
// requests.
#pragma once
#include <string_view>

namespace doorward {

struct LogSubject {
  std::string_view correlation_id, trace_id;
};

/// A process serves one request at a time: from here to the end of this it is that one. The texts live longer.
class LogAbout {
 public:
  explicit LogAbout(LogSubject request);
  LogAbout(const LogAbout&) = delete;
  LogAbout& operator=(const LogAbout&) = delete;
  ~LogAbout();

 private:
  LogSubject former_;
};

/// Empty texts: of no request.
LogSubject log_about();

}  // namespace doorward
