// The check before libfcgi: one request's records, looked at whole before the library sees a byte.
// libfcgi aborts on parameter lengths that sum beyond 2^31, overflows on a repeated name in GET_VALUES,
// loses what it read ahead, and cuts a value at a NUL; none of that reaches it. FastCGI specification 1.0.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace doorward::port {

struct FastcgiLimits {
  std::size_t parameters = 65536, body = 65536;  // bytes of a request's PARAMS and STDIN content
};

class FastcgiRecords {
 public:
  enum class State {
    parameters,            // more bytes are needed for the parameters
    body,                  // parameters are whole; the body is not
    complete,              // nothing more belongs to this request
    malformed,             // not a request that the specification knows: close
    parameters_too_large,  // an answer can be given, nothing more be read
    body_too_large,
  };

  explicit FastcgiRecords(FastcgiLimits limits, std::uint16_t former_id = 0);

  /// Takes whole records from the front of `bytes` until `state()` changes or the bytes end within one.
  State take(std::string_view& bytes);
  State state() const { return state_; }

  bool begun() const { return id_ != 0; }
  std::uint16_t id() const { return id_; }
  bool authorizer() const { return role_ == 2; }
  bool keep() const { return keep_; }
  /// A parameter has an empty name, a '=' in its name or a NUL: no honest server sends one.
  bool unclean() const { return unclean_; }

  /// Records as they came, checked, for libfcgi; the caller takes them away.
  std::string checked;
  /// Answers to management records (section 4), for the peer; the caller takes them away.
  std::string replies;

 private:
  struct Header {
    std::uint8_t type;
    std::uint16_t id;
    std::string_view content, whole;
  };
  State step(const Header& record);
  State begin(const Header& record);
  State parameter(const Header& record);
  State standard_input(const Header& record);
  State manage(const Header& record);
  bool lengths_hold();

  FastcgiLimits limits_;
  std::uint16_t former_id_, id_ = 0, role_ = 0;
  bool keep_ = false, unclean_ = false;
  State state_ = State::parameters;
  std::string parameters_;
  std::size_t body_ = 0;
};

/// A FCGI_BEGIN_REQUEST with this id and role, no parameters and no body: what libfcgi is given so that
/// a request which it must not see can still be answered.
std::string bare_request(std::uint16_t id, bool authorizer);

}  // namespace doorward::port
