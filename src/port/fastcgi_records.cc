#include "port/fastcgi_records.hh"

#include <algorithm>
#include <array>
#include <optional>

namespace doorward::port {
namespace {

enum Type : std::uint8_t {
  begin_request = 1,
  abort_request = 2,
  end_request = 3,
  params = 4,
  stdin_stream = 5,
  stdout_stream = 6,
  data_stream = 8,
  get_values = 9,
  get_values_result = 10,
  unknown_type = 11
};
constexpr std::size_t header_size = 8, begin_size = 8;
constexpr std::size_t ordinary = 32768;
constexpr std::uint8_t version = 1, keep_flag = 1, responder = 1, authorizer_role = 2;

std::uint8_t byte(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

std::uint16_t two(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byte(bytes, at) << 8 | byte(bytes, at + 1));
}

bool has(std::string_view text, char c) { return text.find(c) != text.npos; }

void add_record(std::string& out, std::uint8_t type, std::uint16_t id, std::string_view content) {
  out.append({char(version), char(type), char(id >> 8), char(id & 0xFF), char(content.size() >> 8),
              char(content.size() & 0xFF), 0, 0})
      .append(content);
}

/// One length of a name or value (section 3.4), taken from the front.
std::optional<std::size_t> take_length(std::string_view& from) {
  if (from.empty()) return std::nullopt;
  std::size_t length = byte(from, 0), size = 1;
  if (length & 0x80) {
    if (from.size() < 4) return std::nullopt;
    length = (length & 0x7F) << 24 | std::size_t(two(from, 1)) << 8 | byte(from, 3);
    size = 4;
  }
  from.remove_prefix(size);
  return length;
}

struct Pair {
  std::string_view name, value;
};

std::optional<Pair> take_pair(std::string_view& from) {
  const auto name = take_length(from);
  const auto value = name ? take_length(from) : std::nullopt;
  if (!value || *name > from.size() || *value > from.size() - *name) return std::nullopt;
  const Pair pair{from.substr(0, *name), from.substr(*name, *value)};
  from.remove_prefix(*name + *value);
  return pair;
}

/// What this worker says of itself: one connection, one request at a time.
struct Said {
  std::string_view name, value;
};
constexpr std::array<Said, 3> about = {{{"FCGI_MAX_CONNS", "1"}, {"FCGI_MAX_REQS", "1"}, {"FCGI_MPXS_CONNS", "0"}}};

}  // namespace

void FastcgiRecords::begin_anew(std::uint16_t former_id) {
  former_id_ = former_id;
  id_ = role_ = 0;
  keep_ = unclean_ = false;
  state_ = State::parameters;
  // Their memory serves the next request too, unless this one was out of the ordinary.
  if (content_.capacity() + body_.capacity() > ordinary) {
    std::string().swap(content_);
    std::string().swap(body_);
    decltype(parameters_)().swap(parameters_);
  }
  content_.clear();
  body_.clear();
  parameters_.clear();
}

FastcgiRecords::State FastcgiRecords::take(std::string_view& bytes) {
  const State before = state_;
  while (state_ == before && !bytes.empty()) {
    if (byte(bytes, 0) != version) return state_ = State::malformed;
    if (bytes.size() < header_size) break;
    const std::size_t content = two(bytes, 4), whole = header_size + content + byte(bytes, 6);
    if (bytes.size() < whole) break;
    state_ = step({byte(bytes, 1), two(bytes, 2), bytes.substr(header_size, content)});
    bytes.remove_prefix(whole);
  }
  return state_;
}

FastcgiRecords::State FastcgiRecords::step(const Header& record) {
  if (record.id == 0) return manage(record);
  if (!begun()) {
    if (record.type == begin_request) return begin(record);
    // What the peer sent of the request before while that was being answered.
    const bool late = record.type == abort_request || record.type == stdin_stream || record.type == data_stream;
    return late && record.id == former_id_ ? state_ : State::malformed;
  }
  if (record.id != id_) return State::malformed;
  if (record.type == params && state_ == State::parameters) return parameter(record);
  if (record.type == stdin_stream && state_ == State::body) return standard_input(record);
  return State::malformed;
}

FastcgiRecords::State FastcgiRecords::begin(const Header& record) {
  if (record.content.size() != begin_size) return State::malformed;
  role_ = two(record.content, 0);
  keep_ = byte(record.content, 2) & keep_flag;
  if (role_ != responder && role_ != authorizer_role) return State::malformed;
  id_ = record.id;
  return state_;
}

FastcgiRecords::State FastcgiRecords::parameter(const Header& record) {
  if (record.content.size() > limits_.parameters - content_.size()) return State::parameters_too_large;
  content_.append(record.content);
  if (!record.content.empty()) return state_;
  if (!read_parameters()) return State::malformed;
  // mod_authnz_fcgi sends no STDIN to an authorizer, not even its end.
  return authorizer() ? State::complete : State::body;
}

bool FastcgiRecords::read_parameters() {
  for (std::string_view rest = content_; !rest.empty();) {
    const auto pair = take_pair(rest);
    if (!pair) return false;
    unclean_ =
        unclean_ || pair->name.empty() || has(pair->name, '=') || has(pair->name, '\0') || has(pair->value, '\0');
    if (!unclean_) parameters_.emplace_back(pair->name, pair->value);
  }
  if (unclean_) parameters_.clear();
  return true;
}

FastcgiRecords::State FastcgiRecords::standard_input(const Header& record) {
  if (record.content.size() > limits_.body - body_.size()) return State::body_too_large;
  body_.append(record.content);
  return record.content.empty() ? State::complete : state_;
}

FastcgiRecords::State FastcgiRecords::manage(const Header& record) {
  if (record.type != get_values) {
    add_record(replies, unknown_type, 0, std::string{char(record.type), 0, 0, 0, 0, 0, 0, 0});
    return state_;
  }
  std::array<bool, about.size()> asked{};
  for (auto rest = record.content; !rest.empty();) {
    const auto pair = take_pair(rest);
    if (!pair) return State::malformed;
    for (std::size_t i = 0; i < about.size(); ++i) asked[i] = asked[i] || pair->name == about[i].name;
  }
  std::string said;
  for (std::size_t i = 0; i < about.size(); ++i)
    if (asked[i])
      said.append({char(about[i].name.size()), char(about[i].value.size())})
          .append(about[i].name)
          .append(about[i].value);
  add_record(replies, get_values_result, 0, said);
  return state_;
}

std::string answer_records(std::uint16_t id, std::string_view bytes) {
  constexpr std::size_t most = 65528, around = 4 * header_size;  // a multiple of eight
  std::string out;
  out.reserve(bytes.size() + (bytes.size() / most + 1) * header_size + around);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(most, bytes.size())))
    add_record(out, stdout_stream, id, bytes.substr(0, most));
  add_record(out, stdout_stream, id, {});
  add_record(out, end_request, id, std::string_view("\0\0\0\0\0\0\0\0", 8));
  return out;
}

}  // namespace doorward::port
