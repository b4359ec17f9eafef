// The file of a tenant that moves, by somebody who knows the passphrase: what passes gives no right above a tenant's
// kinds, costs no more than a hash may, and names no other tenant. And the sealed bytes, by somebody who does not.
#include "service/tenant_text.hh"

#include <algorithm>
#include <sstream>

#include "base/text.hh"
#include "model/role.hh"
#include "port/password_hash.hh"
#include "port/sealed_file.hh"
#include "support/fuzz.hh"

using namespace doorward;

namespace {

const std::string* cell(const service::TenantText::Row& row, std::string_view name) {
  const auto at = std::find(row.columns.begin(), row.columns.end(), name) - row.columns.begin();
  return at == std::ssize(row.columns) ? nullptr : std::get_if<std::string>(&row.cells[std::size_t(at)]);
}

void look_at(const service::TenantText::Row& row) {
  fuzz::promise(row.columns.size() == row.cells.size(), "a cell for each column");
  fuzz::promise(std::find(row.columns.begin(), row.columns.end(), "tenant_id") == row.columns.end(),
                "no tenant is named");
  if (const auto* role = row.table->name == "users" ? cell(row, "role") : nullptr)
    fuzz::promise(!is_builtin_role(*role) || role_fits(*role, TenantKind::tenant), "a role of tenants");
  if (const auto* hash = cell(row, "password_hash"))
    fuzz::promise(port::cost_of(*hash).has_value(), "a hash that can be paid for");
}

}  // namespace

FUZZ_TARGET(input) {
  static const Config config = *make_config({});
  service::TenantText text(config);
  for (const auto line : split(input, '\n')) {
    const auto read = text.read(line);
    if (!read) break;
    fuzz::promise(text.tenant().has_value() && !text.tenant()->id.nil(), "the tenant comes first");
    if (*read) look_at(**read);
  }
  std::istringstream in{std::string(input)};
  if (auto reader = port::SealedReader::open_with_key(in, Secret(std::string(32, 'k'))))
    fuzz::promise(!reader->line(), "nobody seals without the key");
}
