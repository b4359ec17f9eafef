// fill CONFIG token|session COUNT: signs people in by service::enter, without a password. Standard input: lines
// `slug TAB address`, people of one tenant together. Standard output, a line for each sign-in:
// token: `access token TAB refresh token TAB tenant's id TAB session's id`; session: `cookie`.
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "base/config.hh"
#include "port/metrics.hh"
#include "service/entrance.hh"
#include "service/parts.hh"
#include "service/settings.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace {

using namespace doorward;

struct Group {  // people of one tenant
  std::string slug;
  std::vector<std::string> addresses;
};

std::vector<Group> read_people(std::istream& in) {
  std::vector<Group> groups;
  for (std::string slug, address; in >> slug >> address;) {
    if (groups.empty() || groups.back().slug != slug) groups.push_back({slug, {}});
    groups.back().addresses.push_back(address);
  }
  return groups;
}

std::string line_of(const service::Entered& entered) {
  if (!entered.tokens) return std::string(entered.session_cookie.reveal());
  const auto& tokens = *entered.tokens;
  return std::string(tokens.access_token.reveal()) + "\t" + std::string(tokens.refresh_token.reveal()) + "\t" +
         entered.session.tenant.text() + "\t" + entered.session.id.text();
}

class Filling {
 public:
  Filling(service::World world, Transport transport) : world_(std::move(world)), transport_(transport) {}

  /// Everybody of the group `times` times, in one transaction.
  std::vector<std::string> enter(const Group& group, int times) {
    const auto id = world_.database.tenant_by_slug(group.slug);
    if (!id) throw Failure("no tenant " + group.slug);
    store::TenantDb db(world_.database, *id);
    const auto tenant = store::own_tenant(db);
    std::vector<std::string> lines;
    db.transaction([&] {
      lines.clear();
      for (const auto& address : group.addresses)
        for (int i = 0; i < times; ++i) lines.push_back(enter_one(db, *tenant, address));
      return true;
    });
    return lines;
  }

 private:
  std::string enter_one(store::TenantDb& db, const Tenant& tenant, const std::string& address) {
    const auto user = store::find_user_by_email(db, address);
    if (!user) throw Failure("nobody is " + address);
    service::Ask ask{world_, world_.clock.now(), "127.0.0.1", "", "bench"};
    const auto entered =
        service::enter(ask, db, service::settings_of(ask, db), *user, tenant, {transport_, {"pwd"}, ""});
    if (!entered) throw Failure(address + " is refused: " + std::string(row_of(entered.error().code).name));
    return line_of(*entered);
  }

  service::World world_;
  Transport transport_;
};

int fill(const std::string& file, const std::string& transport, int count) {
  const auto config = load_config(file, nullptr, {});
  if (!config) throw Failure("the settings are refused");
  port::Metrics metrics;
  service::Parts parts(*config, metrics);
  Filling filling(parts.world(), parse_transport(transport).value());
  const auto groups = read_people(std::cin);
  std::size_t people = 0;
  for (const auto& group : groups) people += group.addresses.size();
  if (people == 0) throw Failure("no people");
  const int times = std::max(1, count / int(people));
  for (const auto& group : groups)
    for (const auto& line : filling.enter(group, times)) std::cout << line << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::cerr << "usage: fill CONFIG token|session COUNT\n", 2;
  try {
    return fill(argv[1], argv[2], std::stoi(argv[3]));
  } catch (const std::exception& what) {
    return std::cerr << "fill: " << what.what() << "\n", 1;
  }
}
