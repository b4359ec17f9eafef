// The facts of its record are lines: what the database said (microseconds since 1970), when (nanoseconds of the steady
// clock), and public JWKs.
#include "service/outset.hh"

#include "base/encode.hh"
#include "base/text.hh"
#include "store/migrations.hh"

namespace doorward::service {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t lines_of_time = 2;

std::optional<store::Database::Said> parse_said(std::string_view time, std::string_view at) {
  std::int64_t micros = 0, nanos = 0;
  if (!parse_number(time, micros) || !parse_number(at, nanos)) return std::nullopt;
  return store::Database::Said{Time(Span(micros)), Steady::time_point(std::chrono::nanoseconds(nanos))};
}

}  // namespace

/// Empty: there can be none.
std::string Outset::key() {
  const std::string boot = port::boot_id();
  if (boot.empty()) return "";
  constexpr std::size_t enough = 16;
  const auto& database = config_.database;
  const std::string installation = "outset of " + database.schema + " at " + join(database.hosts, " ");
  return "o:" + std::to_string(store::newest_migration()) + ":" +
         to_base64url(keys_.sub_key(installation).reveal().substr(0, enough)) + ":" + boot;
}

bool Outset::take(const std::string& facts) {
  auto lines = split(facts, '\n');
  if (lines.size() <= lines_of_time) return false;
  const auto said = parse_said(lines[0], lines[1]);
  const Steady::time_point now = Steady::now();
  if (!said || said->at > now || now - said->at > memory_.trust()) return false;
  lines.erase(lines.begin(), lines.begin() + lines_of_time);
  if (!keys_.recall(lines)) return false;
  database_.said_to_another(*said);
  return true;
}

void Outset::recall() {
  if (looked_) return;
  looked_.emplace();
  const std::string name = key();
  if (name.empty()) return;
  looked_ = memory_.look({name}, own_.now()).front();
  if (looked_->trust == store::Trust::valid && !take(looked_->facts)) looked_->place = store::Looked::Place::stale;
}

void Outset::keep() {
  const auto learnt = keys_.learnt_at();
  const auto& said = database_.said();
  if (!looked_ || looked_->place == store::Looked::Place::taken || !learnt || !said) return;
  std::vector<store::Looked> all{*looked_};
  std::vector<std::string> lines = keys_.public_jwks();
  lines.insert(lines.begin(), {std::to_string(said->time.time_since_epoch().count()),
                               std::to_string(std::chrono::nanoseconds(said->at.time_since_epoch()).count())});
  all.front().facts = join(lines, "\n");
  memory_.lease(all);
  memory_.confirm(all);
  memory_.keep(all, *learnt);
}

}  // namespace doorward::service
