#include "store/in_use.hh"

#include <cstring>
#include <type_traits>

namespace doorward::store {
namespace {

constexpr std::size_t places = 16384, hash_bytes = 32;
static_assert(in_use_bytes == 2 * sizeof(Id) + hash_bytes + 2 * sizeof(Time));
static_assert(std::is_trivially_copyable_v<Time> && sizeof(Time) == sizeof(std::int64_t));

/// Random bytes of an id: behind those of the time, the version and the variant (RFC 9562, 5.7).
template <class Number>
Number number_at(const Id& id, std::size_t at) {
  Number number = 0;
  std::memcpy(&number, id.bytes.data() + at, sizeof number);
  return number;
}

}  // namespace

/// Tenant, session, cookie (zeros: there is none), the two times.
std::string in_use_line(SessionId session, const InUse& use) {
  std::string line;
  line.reserve(in_use_bytes);
  for (const Id& id : {Id(use.wanted.tenant), Id(session)}) line += id.raw();
  line += use.wanted.cookie_hash;
  line.resize(in_use_bytes - 2 * sizeof(Time));
  for (const Time& time : {use.at, use.read_at}) line.append(reinterpret_cast<const char*>(&time), sizeof time);
  return line;
}

std::optional<SessionsInUse::value_type> parse_in_use(std::string_view line) {
  if (line.size() != in_use_bytes) return std::nullopt;
  const auto id = [&](std::size_t which) { return *Id::from_raw(line.substr(which * sizeof(Id), sizeof(Id))); };
  const auto cookie = line.substr(2 * sizeof(Id), hash_bytes);
  Time times[2];
  std::memcpy(times, line.data() + in_use_bytes - sizeof times, sizeof times);
  const SessionId session(id(1));
  Wanted wanted{TenantId(id(0)), session, {}};
  if (cookie.find_first_not_of('\0') != std::string_view::npos) {
    wanted.cookie_hash = cookie;
    wanted.session = {};
  }
  return SessionsInUse::value_type{session, {std::move(wanted), times[0], times[1]}};
}

void Herald::tell(SessionId session, const InUse& use) {
  if (told_.empty() || use.at < since_ || use.at >= since_ + pause_) {
    told_.assign(places, 0);
    since_ = use.at;
  }
  const auto print = number_at<std::uint32_t>(session, 12) | 1;  // never that of nobody
  std::uint32_t& place = told_[number_at<std::uint16_t>(session, 10) % places];
  if (place != print && put_(in_use_line(session, use))) place = print;
}

}  // namespace doorward::store
