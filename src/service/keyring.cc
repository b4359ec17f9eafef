// Old signing keys stay in use while the database does not answer: a token still needs its session's
// record, which no worker can read then for longer than memory trusts it.
#include "service/keyring.hh"

#include <algorithm>

#include "base/log.hh"
#include "port/crypto.hh"
#include "port/json.hh"
#include "store/signing_keys.hh"

namespace doorward::service {
namespace {

constexpr seconds reload_every{60}, ask_again_after{5};
constexpr std::string_view sealing = "sealed columns", checking = "master key check";

std::string check_name(std::uint8_t id) { return "master_key_check:" + std::to_string(id); }
std::string check_value(const MasterKey& key) { return std::string(port::hkdf(key.key, checking).reveal()); }

bool within(Span span, const std::optional<Time>& since, Time now) {
  return since && now >= *since && now - *since < span;
}

}  // namespace

std::string bound_to(std::string_view table, std::string_view column, TenantId tenant, std::string_view row) {
  std::string bound(table);
  bound.push_back('\0');  // in no table's or column's name, hence no two places look alike
  bound += column;
  bound.push_back('\0');
  bound += tenant.raw();
  bound += row;
  return bound;
}

Result<KeyRing> KeyRing::open(const Config& config) {
  auto masters = read_master_keys(config.keys.master_file);
  if (!masters) return masters.error();
  return KeyRing(*std::move(masters), afterlife(config));
}

Span KeyRing::afterlife(const Config& config) {
  return config.tokens.access_ttl + reload_every + 2 * config.tokens.clock_skew;
}

const Secret& KeyRing::sub_key(std::string_view purpose) {
  const auto known = sub_keys_.find(purpose);
  if (known != sub_keys_.end()) return known->second;
  return sub_keys_.emplace(purpose, port::hkdf(masters_.front().key, purpose)).first->second;
}

const MasterKey* KeyRing::master(std::uint8_t id) const {
  const auto found = std::find_if(masters_.begin(), masters_.end(), [&](const MasterKey& k) { return k.id == id; });
  return found == masters_.end() ? nullptr : &*found;
}

std::string KeyRing::seal(std::string_view bound, std::string_view plain, port::Random& random) {
  return port::seal(sub_key(sealing), masters_.front().id, bound, plain, random);
}

std::optional<Secret> KeyRing::unseal(std::string_view bound, std::string_view sealed) {
  const auto id = port::sealed_key_id(sealed);
  const MasterKey* key = id ? master(*id) : nullptr;
  if (!key) return std::nullopt;
  return port::unseal(port::hkdf(key->key, sealing), bound, sealed);
}

std::vector<std::pair<std::string, std::string>> KeyRing::checks() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const MasterKey& key : masters_) all.emplace_back(check_name(key.id), check_value(key));
  return all;
}

/// A key that is known already is not read again. nullopt: it is not what its name says.
std::optional<port::JwkKey> KeyRing::public_key(const std::string& kid, const std::string& jwk) const {
  if (signing_)
    for (const auto& key : signing_->verifiers)
      if (key.kid() == kid && key.public_jwk() == jwk) return key;
  auto key = port::JwkKey::from_own_jwk(jwk);
  if (!key || key->kid() != kid) key = port::JwkKey::from_jwk(jwk);  // a name that says nothing of the numbers
  if (!key || key->kid() != kid) return std::nullopt;
  return key;
}

KeyRing::Signing KeyRing::read_signing(store::Database& database, Time now) {
  Signing read;
  read.read_at = now;
  for (store::SigningKeyRow& row : store::read_signing_keys(database)) {
    if (row.retired_at && now >= *row.retired_at + afterlife_) continue;
    auto key = public_key(row.kid, row.public_jwk);
    if (!key) throw Failure("signing key " + row.kid + " is damaged in the database");
    read.verifiers.push_back(*std::move(key));
    read.jwks += (read.jwks.empty() ? "" : ",") + row.public_jwk;
    if (row.state != store::KeyState::active || !read.active_kid.empty()) continue;
    if (signing_ && signing_->signer && signing_->active_kid == row.kid) read.signer = signing_->signer;
    read.active_kid = row.kid;
    read.sealed_private = std::move(row.sealed_private);
    read.signs_since = row.activated_at.value_or(row.created_at);
  }
  read.jwks = "{\"keys\":[" + read.jwks + "]}";
  return read;
}

KeyRing::Signing& KeyRing::signing(store::Database& database, Time now) {
  if (signing_ && within(reload_every, signing_->read_at, now)) return *signing_;
  if (signing_ && within(ask_again_after, asked_at_, now)) return *signing_;
  asked_at_ = now;
  try {
    signing_ = read_signing(database, now);
  } catch (const Failure& failure) {
    if (!signing_ || failure.code() != Code::DEPENDENCY_DOWN) throw;
    log(Level::warning, "signing keys could not be read again; the known ones stay", {{"why", failure.what()}});
  }
  return *signing_;
}

port::JwkKey KeyRing::unseal_signer(const Signing& from) {
  const std::string& kid = from.active_kid;
  const auto der = unseal(bound_to("signing_keys", "private_der", platform_tenant, kid), from.sealed_private);
  if (!der) throw Failure("signing key " + kid + " was sealed with a master key that the file lacks");
  const auto named = [&](const port::JwkKey& key) { return key.kid() == kid; };
  const auto found = std::find_if(from.verifiers.begin(), from.verifiers.end(), named);
  auto key = port::JwkKey::from_private_der(found->algorithm(), *der);
  if (!named(key)) throw Failure("signing key " + kid + " does not fit its public part");
  return key;
}

const port::JwkKey& KeyRing::signer(store::Database& database, Time now) {
  Signing& known = signing(database, now);
  if (known.active_kid.empty()) throw Failure("no active signing key: run doorwardctl install", Code::DEPENDENCY_DOWN);
  if (!known.signer) known.signer = unseal_signer(known);
  return *known.signer;
}

Time KeyRing::signs_since(store::Database& database, Time now) {
  signer(database, now);
  return signing_->signs_since;
}

const std::vector<port::JwkKey>& KeyRing::verifiers(store::Database& database, Time now) {
  return recalled_.empty() ? signing(database, now).verifiers : recalled_;
}

std::string KeyRing::jwks(store::Database& database, Time now) { return signing(database, now).jwks; }

bool KeyRing::learn(std::string_view kid, store::Database& database, Time now) {
  const auto has = [&] {
    return std::any_of(signing_->verifiers.begin(), signing_->verifiers.end(),
                       [&](const port::JwkKey& key) { return key.kid() == kid; });
  };
  recalled_.clear();
  signing(database, now);
  if (has()) return true;
  if (within(ask_again_after, asked_at_, now)) return false;
  asked_at_ = now;
  signing_ = read_signing(database, now);
  return has();
}

bool KeyRing::recall(const std::vector<std::string_view>& jwks) {
  std::vector<port::JwkKey> keys;
  for (const auto& jwk : jwks) {
    const auto json = port::parse_json(jwk);
    const port::Json* kid = json ? json->find("kid") : nullptr;
    auto key = kid && kid->string() ? public_key(*kid->string(), std::string(jwk)) : std::nullopt;
    if (!key) return false;
    keys.push_back(*std::move(key));
  }
  recalled_ = std::move(keys);
  return !recalled_.empty();
}

std::vector<std::string> KeyRing::public_jwks() const {
  std::vector<std::string> jwks;
  if (signing_)
    for (const auto& key : signing_->verifiers) jwks.push_back(key.public_jwk());
  return jwks;
}

std::optional<Time> KeyRing::learnt_at() const { return signing_ ? std::optional(signing_->read_at) : std::nullopt; }

}  // namespace doorward::service
