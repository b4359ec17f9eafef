// How the parts were when this worker looked last. Strangers may ask for it without end.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "port/json.hh"
#include "service/tenth.hh"

namespace doorward::service {

struct Part {
  std::string name;  // database, memcached, tenant_resolution, jwt_signing, mail, clock; worker, metrics
  bool healthy = false;
  bool needed = false;  // unhealthy without it; otherwise degraded
  double response_ms = 0;
  port::Json::Object facts{};  // for an operator, nothing secret
};

class KnownHealth {
 public:
  /// nullptr: it is time to look.
  const std::vector<Part>* find(Time now) const { return now >= began_ && now < until_ ? &parts_ : nullptr; }
  void remember(std::vector<Part> parts, Time began, Span took) {
    parts_ = std::move(parts);
    began_ = began;
    until_ = began + took + rest_of_a_tenth(took);
  }
  Time until() const { return until_; }

 private:
  std::vector<Part> parts_;
  Time began_{}, until_{};
};

}  // namespace doorward::service
