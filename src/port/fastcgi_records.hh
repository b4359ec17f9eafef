// The records of a request and of its answer: FastCGI specification 1.0. Not by libfcgi: it aborts on parameter lengths
// that sum beyond 2^31, overflows on a repeated name in GET_VALUES, loses what it read ahead, and cuts a value at a
// NUL.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

  explicit FastcgiRecords(FastcgiLimits limits) : limits_(limits) {}
  FastcgiRecords(const FastcgiRecords&) = delete;
  FastcgiRecords& operator=(const FastcgiRecords&) = delete;

  /// A new request. `former_id`: of the connection's request before; 0: none.
  void begin_anew(std::uint16_t former_id);
  /// Takes whole records from the front of `bytes` until `state()` changes or the bytes end within one.
  State take(std::string_view& bytes);
  State state() const { return state_; }

  bool begun() const { return id_ != 0; }
  std::uint16_t id() const { return id_; }
  bool authorizer() const { return role_ == 2; }
  bool keep() const { return keep_; }
  /// A parameter has an empty name, a '=' in its name or a NUL: no honest server sends one.
  bool unclean() const { return unclean_; }

  /// Names and values in order, repeated ones kept; valid until the next request. Empty while `unclean()`.
  const std::vector<std::pair<std::string_view, std::string_view>>& parameters() const { return parameters_; }
  /// What came of the body so far.
  const std::string& body() const { return body_; }
  /// Answers to management records (section 4), for the peer; the caller takes them away.
  std::string replies;

 private:
  struct Header {
    std::uint8_t type;
    std::uint16_t id;
    std::string_view content;
  };
  State step(const Header& record);
  State begin(const Header& record);
  State parameter(const Header& record);
  State standard_input(const Header& record);
  State manage(const Header& record);
  bool read_parameters();

  FastcgiLimits limits_;
  std::uint16_t former_id_ = 0, id_ = 0, role_ = 0;
  bool keep_ = false, unclean_ = false;
  State state_ = State::parameters;
  std::string content_, body_;  // of PARAMS, of STDIN
  std::vector<std::pair<std::string_view, std::string_view>> parameters_;
};

/// The records of an answer, to its end: FCGI_STDOUT and FCGI_END_REQUEST (sections 5.3, 5.5).
std::string answer_records(std::uint16_t id, std::string_view bytes);

}  // namespace doorward::port
