#include "support/letters.hh"

#include "base/encode.hh"
#include "base/error.hh"

namespace tests {

using namespace doorward;

std::vector<service::Letter> letters_to(World& world, TenantId tenant, const std::string& address) {
  auto ask = world.ask();
  std::vector<std::pair<Id, std::string>> rows;
  store::TenantDb(world.database, tenant)
      .each("SELECT id, payload FROM t_outbox WHERE done_at IS NULL ORDER BY id", {},
            [&](const port::SqlRow& row) { rows.emplace_back(row.id(0), row.text(1)); });
  world.clock.at += std::chrono::milliseconds(1);  // ids of later ones come later
  std::vector<service::Letter> found;
  for (const auto& [id, sealed] : rows)
    if (auto letter = service::read_letter(ask, tenant, id, sealed); letter.to == address)
      found.push_back(std::move(letter));
  return found;
}

service::Letter last_letter_to(World& world, TenantId tenant, const std::string& address) {
  const auto all = letters_to(world, tenant, address);
  if (all.empty()) throw Failure("fixture: no letter to " + address);
  return all.back();
}

std::string token_in(const service::Letter& letter) {
  const std::string& link = letter.values.at("LINK");
  return link.substr(link.find("token=") + 6);
}

std::string plain_message(const std::string& message) {
  std::string out;
  for (std::size_t at = 0; at < message.size(); ++at) {
    if (message[at] == '=' && message.compare(at, 3, "=\r\n") == 0) {
      at += 2;
    } else if (const auto byte = message[at] == '=' ? from_hex(message.substr(at + 1, 2)) : std::nullopt) {
      out += *byte;
      at += 2;
    } else if (message[at] != '\r') {
      out += message[at];
    }
  }
  return out;
}

}  // namespace tests
