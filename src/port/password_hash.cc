// PHC strings of Argon2id. They are read here, not by libargon2, which would start a thread for each lane and
// believe any cost.
#include "port/password_hash.hh"

#include <charconv>
#include <optional>

#include "base/encode.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

constexpr std::uint32_t salt_size = 16, tag_size = 32;

struct Phc {
  Argon2 task;
  std::string tag;
};

/// "m=19456": the number behind a name, without sign, blanks or leading zero.
std::optional<std::uint32_t> number_of(std::string_view part, std::string_view name) {
  if (!part.starts_with(name)) return std::nullopt;
  part.remove_prefix(name.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc{} || end != part.data() + part.size() || part.front() == '0') return std::nullopt;
  return value;
}

/// Base64 of the PHC format: RFC 4648 section 4 without padding.
std::optional<std::string> from_phc64(std::string_view text) {
  if (text.find('=') != std::string_view::npos) return std::nullopt;
  std::string padded(text);
  padded.append((4 - padded.size() % 4) % 4, '=');
  return from_base64(padded);
}

std::optional<Phc> parse_phc(std::string_view stored) {
  const auto parts = split(stored, '$');
  if (parts.size() != 6 || !parts[0].empty() || parts[1] != "argon2id" || parts[2] != "v=19") return std::nullopt;
  const auto costs = split(parts[3], ',');
  if (costs.size() != 3) return std::nullopt;
  const auto memory = number_of(costs[0], "m="), passes = number_of(costs[1], "t="), lanes = number_of(costs[2], "p=");
  auto salt = from_phc64(parts[4]), tag = from_phc64(parts[5]);
  if (!memory || !passes || !lanes || !salt || !tag) return std::nullopt;
  Phc phc{{{*memory, *passes}, *lanes, std::move(*salt), std::uint32_t(tag->size())}, std::move(*tag)};
  if (!sound(phc.task)) return std::nullopt;
  return phc;
}

/// From the hasher if there is one; whatever goes wrong there is done here.
std::string tag_of(Hasher* hasher, const Secret& password, const Argon2& task) {
  if (hasher)
    if (auto tag = ask_hasher(*hasher, password, task)) return *std::move(tag);
  return argon2id(password, task);
}

std::string to_phc64(std::string_view bytes) {
  std::string text = to_base64url(bytes);
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return text;
}

}  // namespace

std::string hash_password(const Secret& password, HashCost cost, Random& random, Hasher* hasher) {
  if (!affordable(cost)) throw Failure("password.argon2_memory_kib times password.argon2_passes is over 1048576");
  const Argon2 task{cost, 1, random.bytes(salt_size), tag_size};
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
         to_phc64(task.salt) + "$" + to_phc64(tag_of(hasher, password, task));
}

bool check_password(const Secret& password, std::string_view stored, Hasher* hasher) {
  const auto phc = parse_phc(stored);
  return phc && same_secret(tag_of(hasher, password, phc->task), phc->tag);
}

std::optional<HashCost> cost_of(std::string_view stored) {
  const auto phc = parse_phc(stored);
  if (!phc) return std::nullopt;
  return phc->task.cost;
}

bool needs_rehash(std::string_view stored, HashCost cost) {
  const auto phc = parse_phc(stored);
  return !phc || phc->task.cost != cost || phc->task.lanes != 1 || phc->task.salt.size() != salt_size ||
         phc->tag.size() != tag_size;
}

}  // namespace doorward::port
