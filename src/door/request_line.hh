// The line that each request has in the log, written when its answer has gone.
#pragma once
#include <chrono>
#include <string_view>

#include "http/request.hh"
#include "http/response.hh"
#include "service/spent.hh"

namespace doorward::door {

class RequestLine {
 public:
  /// What is spent from now on is this request's.
  explicit RequestLine(const service::World& world);

  /// At level info. Ids, times and counts: neither path, query, header nor body. `answer`: as the door has written it.
  void write(const http::Request& request, const http::Response& response, std::string_view answer) const;

 private:
  const service::World& world_;
  std::chrono::steady_clock::time_point began_;
  service::Spent before_;
};

}  // namespace doorward::door
