// DOORWARD_REQUIRE: parsing its words and holding a visitor against them.
#include "model/gate.hh"

#include <algorithm>

#include "base/text.hh"
#include "model/plan.hh"

namespace doorward {
namespace {

enum class Takes { nothing, names, tenant_names, seconds };
struct Kind {
  std::string_view word;
  Takes takes;
};
constexpr Kind kinds[] = {{"role", Takes::tenant_names}, {"permission", Takes::tenant_names},
                          {"feature", Takes::names},     {"scope", Takes::names},
                          {"mfa", Takes::nothing},       {"fresh", Takes::seconds},
                          {"verified", Takes::nothing}};

Error refuse(std::string_view word, std::string_view why) {
  return wrong("DOORWARD_REQUIRE", "\"" + std::string(word) + "\": " + std::string(why));
}

/// Up to a century: more would not fit into microseconds.
std::optional<std::int64_t> whole_seconds(std::string_view text) {
  constexpr std::int64_t most = 3'155'760'000;
  std::int64_t value = 0;
  if (!parse_number(text, value) || value < 0 || value > most) return std::nullopt;
  return value;
}

bool name_fits(std::string_view name, Takes takes, bool any_tenant) {
  const auto slash = name.find('/');
  const bool with_tenant = slash != std::string_view::npos;
  if (with_tenant && (slash == 0 || slash + 1 == name.size())) return false;
  if (takes != Takes::tenant_names) return !with_tenant && !name.empty();
  return !name.empty() && (with_tenant || !any_tenant);
}

Result<Requirement::Word> parse_word(std::string_view word, bool any_tenant) {
  const auto colon = word.find(':');
  const std::string_view name = word.substr(0, colon);
  const auto* const kind =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& k) { return k.word == name; });
  if (kind == std::end(kinds)) return refuse(word, "unknown word");
  Requirement::Word parsed{std::string(name), {}};
  if (kind->takes == Takes::nothing) {
    if (colon != std::string_view::npos) return refuse(word, "takes no value");
    return parsed;
  }
  if (colon == std::string_view::npos) return refuse(word, "takes a value");
  const std::string_view value = word.substr(colon + 1);
  if (kind->takes == Takes::seconds) {
    if (!whole_seconds(value)) return refuse(word, "takes seconds");
    parsed.alternatives.emplace_back(value);
    return parsed;
  }
  for (std::string_view alternative : split(value, '|')) {
    if (!name_fits(alternative, kind->takes, any_tenant))
      return refuse(word, any_tenant ? "names must be given as tenant/name" : "a name is missing or malformed");
    parsed.alternatives.emplace_back(alternative);
  }
  return parsed;
}

/// "acme/admin" or "admin" against the visitor's tenant and a name.
bool is_named(const Visitor& visitor, std::string_view wanted, std::string_view name) {
  const auto slash = wanted.find('/');
  if (slash == std::string_view::npos) return wanted == name;
  return wanted.substr(0, slash) == visitor.tenant.slug && wanted.substr(slash + 1) == name;
}

bool any_of_names(const Visitor& visitor, const Requirement::Word& word, const std::vector<std::string>& held) {
  return std::any_of(word.alternatives.begin(), word.alternatives.end(), [&](const std::string& wanted) {
    return std::any_of(held.begin(), held.end(),
                       [&](const std::string& name) { return is_named(visitor, wanted, name); });
  });
}

// RFC 8176: methods that are a second factor by themselves, or say that several were used.
bool several_factors(const std::vector<std::string>& amr) {
  return std::any_of(amr.begin(), amr.end(), [](const std::string& method) {
    return method == "mfa" || method == "otp" || method == "hwk" || method == "sms";
  });
}

Error not_in_plan(const Plans& plans, const Requirement::Word& word) {
  Error error(Code::FEATURE_NOT_AVAILABLE,
              "The tenant's plan does not include " + join(word.alternatives, " or ") + ".");
  error.plans = plans_with(plans, word.alternatives);
  return error;
}

std::optional<Error> refusal(const Visitor& visitor, const TenantFacts& in, const Plans& plans,
                             const Requirement::Word& word, Time now) {
  const auto unless = [](bool holds, Code code) { return holds ? std::nullopt : std::optional<Error>(code); };
  if (word.kind == "role")
    return unless(any_of_names(visitor, word, {visitor.user.role}), Code::INSUFFICIENT_PERMISSIONS);
  if (word.kind == "permission")
    return unless(any_of_names(visitor, word, visitor.user.permissions), Code::INSUFFICIENT_PERMISSIONS);
  if (word.kind == "feature")
    return any_of_names(visitor, word, in.features) ? std::nullopt : std::optional(not_in_plan(plans, word));
  if (word.kind == "scope")
    return unless(visitor.scope.empty() || any_of_names(visitor, word, visitor.scope), Code::INSUFFICIENT_PERMISSIONS);
  if (word.kind == "mfa") return unless(several_factors(visitor.session.amr), Code::MFA_REQUIRED);
  if (word.kind == "fresh") {
    const auto most = word.alternatives.empty() ? std::nullopt : whole_seconds(word.alternatives.front());
    const bool fresh = most && now - visitor.session.auth_time <= seconds(*most);
    return unless(fresh, Code::STEP_UP_REQUIRED);
  }
  if (word.kind == "verified") return unless(visitor.user.email_verified, Code::EMAIL_NOT_VERIFIED);
  return Code::INSUFFICIENT_PERMISSIONS;  // a word that parse_requirement never makes
}

}  // namespace

Result<Requirement> parse_requirement(std::string_view text, bool any_tenant) {
  Requirement requirement;
  for (std::string_view word : words(text)) {
    auto parsed = parse_word(word, any_tenant);
    if (!parsed) return parsed.error();
    requirement.words.push_back(std::move(*parsed));
  }
  return requirement;
}

Result<void> meets(const Visitor& visitor, const TenantFacts& in, const Plans& plans, const Requirement& requirement,
                   Time now) {
  for (const auto& word : requirement.words)
    if (auto no = refusal(visitor, in, plans, word, now)) return *std::move(no);
  return {};
}

}  // namespace doorward
