// Sessions whose records were found ageing, on their way to whoever reads them again (store/renewals).
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/facts.hh"

namespace doorward::store {

/// How it was asked for, when, and when the record that stood there was read. Who is asked for in two ways (somebody
/// who impersonates, by cookie) counts as one of them; the other's record may run out.
struct InUse {
  Wanted wanted;
  Time at, read_at;
};
using SessionsInUse = std::map<SessionId, InUse>;

/// One of them, as one process tells another of the same program.
inline constexpr std::size_t in_use_bytes = 80;
std::string in_use_line(SessionId session, const InUse& use);
/// nullopt: it has another size.
std::optional<SessionsInUse::value_type> parse_in_use(std::string_view line);

/// Where another process reads for this one: tells it of each session about once in `pause`, however often that is
/// used.
class Herald {
 public:
  /// `put` passes a line on, and says whether it could.
  Herald(std::function<bool(std::string_view)> put, Span pause) : put_(std::move(put)), pause_(pause) {}
  void tell(SessionId session, const InUse& use);

 private:
  std::function<bool(std::string_view)> put_;
  Span pause_;
  Time since_{};
  std::vector<std::uint32_t> told_;  // since then; each at a place of its own, where it may drive another out
};

}  // namespace doorward::store
