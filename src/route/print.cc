// The tables as text: the program's manual of itself.
#include "route/print.hh"

#include "base/error.hh"
#include "port/metrics.hh"
#include "route/rate.hh"
#include "route/row.hh"

namespace doorward::route {
namespace {

std::string line(std::string_view name, std::string_view value) {
  return "    " + std::string(name) + ": " + std::string(value) + "\n";
}

}  // namespace

std::string print_routes() {
  std::string text =
      "# Every route below the base path (setting service.base_path, /auth unless set).\n"
      "# needs: nobody; tenant (one must be named); token (a refresh token); maybe (whoever there is); visitor (signed "
      "in);\n"
      "# acting (signed in, in one's own tenant or in the one that X-Tenant-ID names); check (decides itself).\n"
      "# requires: of whoever is signed in, in the words of DOORWARD_REQUIRE; in_person: not while impersonating.\n"
      "# proof: counted in doorward_authentications_total, by link or by code as the request is (docs/metrics.txt).\n"
      "# SQL: statements at most, with nothing remembered.\n";
  for (const auto& row : rows()) {
    text += "\n" + std::string(row.method) + " /auth" + std::string(row.path) + "\n";
    text += "    " + std::string(row.sentence) + "\n";
    text += line("pool", to_word(row.pool)) + line("needs", to_word(row.needs));
    if (!row.asks.empty()) text += line("requires", row.asks);
    text += line("takes", to_word(row.takes));
    text += line("effect", to_word(row.effect));
    if (row.proof != service::Proof::none) text += line("proof", to_word(row.proof));
    text += line("rate class", row.rate);
    text += line("SQL", std::to_string(row.budget)) + line("metric", row.metric);
  }
  text +=
      "\n# Rate classes: requests in a sliding window, from one address, for one tenant, in all; 0: not counted.\n\n";
  for (const auto& limit : rate_rows())
    text += std::string(limit.name) + ": " + std::to_string(limit.address) + ", " + std::to_string(limit.tenant) +
            ", " + std::to_string(limit.everyone) + " in " + std::to_string(limit.window.count()) + " s. " +
            std::string(limit.sentence) + "\n";
  return text;
}

std::string print_errors() {
  std::string text =
      "# Every refusal: code, HTTP status, title, and the sentence said when nothing more exact is known.\n";
  for (const auto& row : error_rows())
    text += "\n" + std::string(row.name) + " " + std::to_string(row.status) + " " + std::string(row.title) + "\n    " +
            std::string(row.detail) + "\n";
  return text;
}

std::string print_metrics() {
  std::string text = "# Every metric of GET /auth/metrics and doorwardctl metrics, with its type and labels.\n";
  for (const auto& row : port::metric_rows()) {
    std::string labels;
    for (auto label : row.labels) labels += (labels.empty() ? "" : ", ") + std::string(label);
    text += "\n" + std::string(row.name) + (labels.empty() ? "" : "{" + labels + "}") + "\n    " +
            std::string(to_word(row.kind)) + ". " + std::string(row.sentence) + "\n";
  }
  text += "\n# Methods of doorward_authentications_total.\n\n";
  for (const auto& proof : service::proof_rows())
    text += std::string(proof.name) + ": " + std::string(proof.sentence) + "\n";
  return text;
}

}  // namespace doorward::route
