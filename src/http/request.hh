// A request as a value: parsed once at the door, looked at everywhere, changed nowhere.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hh"
#include "model/trace.hh"

namespace doorward::http {

/// Which door it came through, hence which dialect the answer has.
enum class Door { plain, subrequest, authorizer, forward };

/// What the web server asks at a check door. Comes from parameters that a client cannot write.
struct GateQuestion {
  std::string uri, host, scheme, method;  // the protected page
  std::optional<std::string> tenant;      // DOORWARD_TENANT; nullopt: absent
  std::string require, accept;
};

struct Cookie {
  std::string name, value;
};

struct Request {
  Door door = Door::plain;
  std::string method;                                        // "GET"
  std::string path;                                          // decoded once, "/auth/login"; base path not removed
  std::string query;                                         // raw, without '?'
  std::string host, scheme;                                  // as the client asked, "http" | "https"
  std::string address;                                       // the client's
  std::vector<std::pair<std::string, std::string>> headers;  // lower-case names, repeated ones kept
  std::vector<Cookie> cookies;                               // in order, repeated ones kept
  std::string content_type;                                  // lower-case media type without parameters
  std::string body;
  std::optional<std::string> location_tenant;  // DOORWARD_TENANT at a plain door: binds, never identifies
  std::optional<GateQuestion> gate;            // check doors only
  std::string correlation_id;
  std::optional<Trace> trace;  // the client's, going on here

  /// The value when the header is there exactly once; nullopt: absent. Repeated ones joined by ", ".
  std::optional<std::string> header(std::string_view lower_name) const;
  /// The same where it stands; repeated ones stand in `joined`.
  std::optional<std::string_view> header(std::string_view lower_name, std::string& joined) const;
  /// A parameter of the query, decoded; different ones of one name joined by ", ".
  std::optional<std::string> query_parameter(std::string_view name) const;
  bool https() const { return scheme == "https"; }
};

}  // namespace doorward::http
