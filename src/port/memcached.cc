// Commands and answers. port/memcached_ring decides which server has a key; port/memcached_server talks to it.
#include "port/memcached.hh"

#include <algorithm>
#include <array>

#include "base/encode.hh"
#include "base/error.hh"
#include "base/find_from.hh"
#include "base/text.hh"
#include "port/crypto.hh"
#include "port/memcached_ring.hh"
#include "port/memcached_server.hh"

namespace doorward::port {
namespace {

constexpr std::size_t longest_key = 200, usual_key = 64;
constexpr std::size_t largest_value = 65536;
constexpr seconds longest_life{2'592'000};  // beyond, memcached takes the number for a date

constexpr auto key_character = [](char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':' || c == '-';
};

// The one place that lets a key through to the wire.
const std::string& checked(const std::string& key) {
  if (key.empty() || key.size() > longest_key || !std::all_of(key.begin(), key.end(), key_character))
    throw Failure("memcached: a key of the wrong shape");
  return key;
}

std::string life(seconds live) { return std::to_string(std::clamp(live, seconds(1), longest_life).count()); }

std::string_view to_word(Storing::How how) {
  switch (how) {
    case Storing::How::add: return "add ";
    case Storing::How::set: return "set ";
    case Storing::How::cas: return "cas ";
  }
  throw Failure("memcached: no such command");
}

void add_command(std::string& commands, const Storing& one) {
  commands.append(to_word(one.how)).append(one.key).append(" 0 ").append(life(one.live)).append(" ");
  commands.append(std::to_string(one.value.size()));
  if (one.how == Storing::How::cas) commands.append(" ").append(std::to_string(one.cas.number));
  commands.append("\r\n").append(one.value).append("\r\n");
}

std::string fingerprint(std::vector<std::string> servers) {
  std::sort(servers.begin(), servers.end());
  return to_hex(sha256(join(servers, "\n"))).substr(0, 16);
}

}  // namespace

struct Memcached::Handle {
  std::vector<std::string> names;
  std::string print;  // made when somebody asks
  MemcachedRing ring;
  std::vector<MemcachedServer> servers;
  Meter meter;

  Handle(const std::vector<std::string>& names, Span timeout) : names(names), ring(names) {
    // One server's share of the time: what a dead one costs, once.
    for (const auto& name : names) servers.emplace_back(name, timeout * 3 / 10);
  }
};

namespace {

/// "VALUE key flags length cas"
struct ValueLine {
  std::string_view key{};
  std::size_t size = 0;
  std::uint64_t cas = 0;

  static std::optional<ValueLine> parse(std::string_view line) {
    std::array<std::string_view, 5> fields;
    if (std::count(line.begin(), line.end(), ' ') != std::ptrdiff_t(fields.size()) - 1) return std::nullopt;
    for (auto& field : fields) {
      field = line.substr(0, line.find(' '));
      line.remove_prefix(std::min(line.size(), field.size() + 1));
    }
    ValueLine said{fields[1]};
    const bool sound = fields[0] == "VALUE" && parse_number(fields[3], said.size) && said.size <= largest_value &&
                       parse_number(fields[4], said.cas);
    return sound ? std::optional(said) : std::nullopt;
  }
};

/// A ValueLine, then the block, for as many of the keys as there are, in their order as a rule; then END.
bool read_values(MemcachedServer& server, const std::vector<std::string>& keys, std::vector<Remembered>& answers) {
  for (std::size_t next = 0;;) {
    const auto said = server.line();
    if (!said) return false;
    if (*said == "END") return server.done();
    const auto line = ValueLine::parse(*said);
    const std::size_t at = line ? find_from(keys, next, line->key) : keys.size();
    if (at == keys.size()) {
      server.broken();
      return false;
    }
    const auto value = server.block(line->size);
    if (!value) return false;
    answers[at].found = Found::hit;
    answers[at].value.assign(*value);
    answers[at].cas = {line->cas, server.connection()};
    next = at + 1;
  }
}

constexpr std::size_t nowhere = std::size_t(-1);

/// What goes to one server together.
struct Lot {
  std::string commands{};
  MemcachedServer::Meant meant = MemcachedServer::Meant::anywhere;

  /// False: what it would replace was seen on a connection that is gone.
  bool add(const Storing& one, const MemcachedServer& server) {
    checked(one.key);
    if (one.how == Storing::How::cas) {
      if (one.cas.connection != server.connection()) return false;
      meant = MemcachedServer::Meant::here;
    }
    add_command(commands, one);
    return true;
  }
};

/// A line for each command that went to server number `number`.
void read_stored(MemcachedServer& server, std::size_t number, const std::vector<std::size_t>& at,
                 std::vector<Stored>& answers) {
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (at[i] != number) continue;
    const auto said = server.line();
    if (!said) return;
    if (*said == "STORED")
      answers[i] = Stored::yes;
    else if (*said == "NOT_STORED" || *said == "EXISTS" || *said == "NOT_FOUND")
      answers[i] = Stored::no;
    else
      return server.broken();
  }
}

}  // namespace

Memcached::Memcached(const std::vector<std::string>& servers, std::chrono::microseconds timeout)
    : handle_(std::make_unique<Handle>(servers, timeout)) {}
Memcached::Memcached(Memcached&&) noexcept = default;
Memcached::~Memcached() = default;

const Meter& Memcached::meter() const { return handle_->meter; }
bool Memcached::configured() const { return !handle_->servers.empty(); }
const std::string& Memcached::ring() const {
  if (handle_->print.empty()) handle_->print = fingerprint(handle_->names);
  return handle_->print;
}

std::vector<Remembered> Memcached::get(const std::vector<std::string>& keys) {
  std::vector<Remembered> answers;
  get(keys, answers);
  return answers;
}

void Memcached::get(const std::vector<std::string>& keys, std::vector<Remembered>& answers) {
  for (const auto& key : keys) checked(key);
  if (answers.size() < keys.size()) answers.resize(keys.size());
  const auto begin = answers.begin(), end = begin + std::ptrdiff_t(keys.size());
  std::for_each(begin, end, [&](Remembered& one) {
    one.found = configured() ? Found::broken : Found::miss;
    one.value.clear();
    one.cas = {};
  });
  if (!configured() || keys.empty()) return;
  Measured question(handle_->meter);
  std::vector<std::size_t> at(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) at[i] = handle_->ring.index(keys[i]);
  std::vector<bool> asked(handle_->servers.size());
  for (std::size_t s = 0; s < asked.size(); ++s) {
    std::string command = "gets";
    command.reserve(command.size() + keys.size() * usual_key + 2);
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (at[i] == s) command.append(" ").append(keys[i]);
    asked[s] = command.size() > 4 && handle_->servers[s].ask(command.append("\r\n"));
  }
  for (std::size_t s = 0; s < asked.size(); ++s) {
    if (!asked[s]) continue;
    const bool whole = read_values(handle_->servers[s], keys, answers);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (at[i] != s) continue;
      if (!whole)
        answers[i].found = Found::broken;
      else if (answers[i].found == Found::broken)
        answers[i].found = Found::miss;
    }
  }
  const auto broken = [](const Remembered& answer) { return answer.found == Found::broken; };
  if (std::any_of(begin, end, broken)) question.failed();
}

std::vector<Stored> Memcached::store(const std::vector<Storing>& all) {
  std::vector<Stored> answers(all.size(), Stored::broken);
  if (!configured() || all.empty()) return answers;
  Measured question(handle_->meter);
  std::vector<std::size_t> at(all.size());
  std::vector<Lot> lots(handle_->servers.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    at[i] = handle_->ring.index(all[i].key);
    if (!lots[at[i]].add(all[i], handle_->servers[at[i]])) {
      answers[i] = Stored::no;
      at[i] = nowhere;
    }
  }
  bool whole = true;
  for (std::size_t s = 0; s < lots.size(); ++s) {
    if (lots[s].commands.empty()) continue;
    MemcachedServer& server = handle_->servers[s];
    if (server.ask(std::move(lots[s].commands), lots[s].meant)) read_stored(server, s, at, answers);
    if (server.done()) continue;
    whole = false;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (at[i] == s) answers[i] = Stored::broken;
  }
  if (!whole) question.failed();
  return answers;
}

Stored Memcached::add(std::string key, std::string_view value, seconds live) {
  return store({{Storing::How::add, std::move(key), std::string(value), live}}).front();
}

Stored Memcached::set(std::string key, std::string_view value, seconds live) {
  return store({{Storing::How::set, std::move(key), std::string(value), live}}).front();
}

Stored Memcached::cas(std::string key, std::string_view value, Cas cas, seconds live) {
  return store({{Storing::How::cas, std::move(key), std::string(value), live, cas}}).front();
}

std::optional<Memcached::Hits> Memcached::count(const std::string& key, const std::string& beside, seconds live) {
  const std::vector<std::string> other{checked(beside)};
  std::string question = "incr " + checked(key) + " 1\r\n";
  if (!configured()) return std::nullopt;
  MemcachedServer& server = handle_->servers[handle_->ring.index(key)];
  const bool together = handle_->ring.index(beside) == handle_->ring.index(key);
  if (together) question += "gets " + beside + "\r\n";
  // Twice: another may make the counter between the first look and the adding.
  for (int round = 0; round < 2; ++round) {
    std::vector<Remembered> looked(1, Remembered{Found::miss, {}, {}});
    Hits hits;
    bool there = false;
    {
      Measured asked(handle_->meter);
      const auto said = server.ask(question) ? server.line() : std::nullopt;
      there = said && parse_number(*said, hits.counted);
      const bool makes_sense = there || (said && *said == "NOT_FOUND");
      if (said && !makes_sense) server.broken();
      if (!makes_sense || !(together ? read_values(server, other, looked) : server.done())) {
        asked.failed();
        return std::nullopt;
      }
    }
    if (!together) looked = get(other);
    if (looked[0].found == Found::broken) return std::nullopt;
    if (looked[0].found == Found::hit && !parse_number(looked[0].value, hits.beside)) return std::nullopt;
    if (there) return hits;
    hits.counted = 1;
    const Stored made = add(key, "1", live);
    if (made == Stored::yes) return hits;
    if (made == Stored::broken) return std::nullopt;
  }
  return std::nullopt;
}

bool Memcached::alive() {
  if (!configured()) return true;
  Measured question(handle_->meter);
  bool all = true;
  for (auto& server : handle_->servers) {
    const auto said = server.ask("version\r\n") ? server.line() : std::nullopt;
    const bool sound = said && said->starts_with("VERSION ");
    if (said && !sound) server.broken();
    all = sound && server.done() && all;
  }
  if (!all) question.failed();
  return all;
}

}  // namespace doorward::port
