#include "endpoint/reseller_fields.hh"

#include "endpoint/limits.hh"
#include "endpoint/tenant_answer.hh"

namespace doorward::endpoint {
namespace {

using port::Json;

Json number_or_null(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(); }

}  // namespace

Json reseller_object(const Reseller& reseller) {
  return Json::Object{{"id", reseller.id.text()},
                      {"slug", reseller.slug},
                      {"name", reseller.name},
                      {"status", to_word(reseller.status)},
                      {"quota", Json::Object{{"max_tenants", number_or_null(reseller.quota.max_tenants)},
                                             {"max_users", number_or_null(reseller.quota.max_users)},
                                             {"plans", Json::strings(reseller.quota.plans)}}},
                      {"tenants", reseller.tenants},
                      {"created_at", to_rfc3339(reseller.created_at)}};
}

QuotaChange quota_change(const Call& call, Fields& fields) {
  constexpr std::size_t most_plans = 16;
  QuotaChange change;
  const auto* given = call.body.find("quota");
  if (!given) {
    (void)fields.maybe_object("quota");  // known, and not there
    return change;
  }
  auto inner = fields.object("quota");
  const auto number = [&](const char* name, auto& into) {
    const auto value = inner.maybe_number(name);
    if (given->find(name)) into = value;
  };
  number("max_tenants", change.max_tenants);
  number("max_users", change.max_users);
  change.plans = inner.maybe_texts("plans", longest::slug, most_plans);
  return change;
}

Result<AboutReseller> about_reseller(const Call& call) {
  const auto id = tenant_in_path(call);
  if (!id) return id.error();
  auto by = service::above(*call.visitor, *id);
  if (!by) return by.error();
  return AboutReseller{*id, *std::move(by)};
}

}  // namespace doorward::endpoint
