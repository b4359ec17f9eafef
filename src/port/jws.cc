// Compact JWS (RFC 7515 section 7.1), read as RFC 8725 asks: the key decides the algorithm, the header decides nothing.
#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"
#include "port/jose.hh"
#include "port/json.hh"

namespace doorward::port {
namespace {

constexpr std::size_t token_max = 8192;

const std::string* text(const Json& header, std::string_view name) {
  const Json* member = header.find(name);
  return member == nullptr ? nullptr : member->string();
}

/// Members that would bring a key, or change what the signature means.
bool dangerous(const Json& header) {
  static constexpr std::string_view names[] = {"jku", "jwk", "x5u", "x5c", "crit", "b64", "zip", "enc"};
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view name) { return header.find(name) != nullptr; });
}

/// RFC 7515 section 4.1.9: a media type, compared without case, "application/" may be left out.
bool same_type(std::string_view given, std::string_view wanted) {
  constexpr std::string_view prefix = "application/";
  if (given.size() > prefix.size() && same_ascii(given.substr(0, prefix.size()), prefix))
    given.remove_prefix(prefix.size());
  return same_ascii(given, wanted);
}

/// The key that the header names: by kid; without one, the only key that there is.
const JwkKey* key_for(const Json& header, const std::vector<JwkKey>& keys) {
  const std::string* alg = text(header, "alg");
  const auto algorithm = alg == nullptr ? std::nullopt : parse_algorithm(*alg);
  if (!algorithm) return nullptr;
  const Json* kid = header.find("kid");
  if (kid == nullptr) return keys.size() == 1 && keys.front().algorithm() == *algorithm ? &keys.front() : nullptr;
  if (kid->string() == nullptr) return nullptr;
  const JwkKey* found = nullptr;
  for (const auto& key : keys) {
    if (key.kid() != *kid->string()) continue;
    if (found != nullptr) return nullptr;  // two keys of one name: nobody can say which was meant
    found = &key;
  }
  return found != nullptr && found->algorithm() == *algorithm ? found : nullptr;
}

}  // namespace

std::string sign_jws(const JwkKey& key, std::string_view typ, std::string_view payload) {
  Json header;
  header.set("alg", to_word(key.algorithm())).set("typ", typ).set("kid", key.kid());
  std::string token = to_base64url(dump_json(header)) + "." + to_base64url(payload);
  const std::string signature = key.sign(token);
  return std::move(token) + "." + to_base64url(signature);
}

Result<std::string> verify_jws(std::string_view token, std::string_view typ, const std::vector<JwkKey>& keys) {
  const auto first = token.find('.'), last = token.rfind('.');
  if (token.size() > token_max || first == last || token.find('.', first + 1) != last) return Code::INVALID_TOKEN;
  const auto header_text = from_base64url(token.substr(0, first));
  if (!header_text) return Code::INVALID_TOKEN;
  const auto header = parse_json(*header_text, 4);
  if (!header || header->object() == nullptr || dangerous(*header)) return Code::INVALID_TOKEN;
  const std::string* named = text(*header, "typ");
  if (!typ.empty() && (named == nullptr || !same_type(*named, typ))) return Code::INVALID_TOKEN;
  const JwkKey* key = key_for(*header, keys);
  if (key == nullptr) return Code::INVALID_TOKEN;
  const auto signature = from_base64url(token.substr(last + 1));
  auto payload = from_base64url(token.substr(first + 1, last - first - 1));
  if (!signature || !payload || !key->verify(token.substr(0, last), *signature)) return Code::INVALID_TOKEN;
  return std::move(*payload);
}

}  // namespace doorward::port
