// A row's words are parsed when it is first asked for: a CGI process asks for one row and pays for one.
#include "route/demand.hh"

#include <algorithm>
#include <map>

#include "base/text.hh"

namespace doorward::route {

Demand parse_demand(std::string_view text) {
  constexpr std::string_view in_person = "in_person";
  Demand demand;
  std::vector<std::string> rest;
  for (auto word : words(text)) {
    if (word == in_person)
      demand.in_person = true;
    else
      rest.emplace_back(word);
  }
  auto parsed = parse_requirement(join(rest, " "), false);
  if (!parsed) throw Failure("a row requires what is not known: " + std::string(text));
  demand.words = std::move(*parsed);
  constexpr std::string_view order[] = {"role", "permission", "scope", "feature"};  // then step-up
  const auto place = [&](const Requirement::Word& word) {
    return std::find(std::begin(order), std::end(order), word.kind);
  };
  std::stable_sort(demand.words.words.begin(), demand.words.words.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return demand;
}

const Demand& demand_of(const Row& row) {
  static std::map<const Row*, Demand> parsed;
  const auto found = parsed.find(&row);
  return found != parsed.end() ? found->second : parsed.emplace(&row, parse_demand(row.asks)).first->second;
}

Result<void> fulfils(const Visitor& visitor, const TenantFacts& in, const Plans& plans, const Demand& demand,
                     Time now) {
  if (demand.in_person && visitor.session.impersonator) return Code::IMPERSONATION_FORBIDDEN;
  return meets(visitor, in, plans, demand.words, now);
}

}  // namespace doorward::route
