#include "base/log_about.hh"

#include <utility>

namespace doorward {
namespace {

LogSubject& at_hand() {
  static LogSubject now;
  return now;
}

}  // namespace

LogAbout::LogAbout(LogSubject request) : former_(std::exchange(at_hand(), request)) {}
LogAbout::~LogAbout() { at_hand() = former_; }

LogSubject log_about() { return at_hand(); }

}  // namespace doorward
