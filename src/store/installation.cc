// Belongs to no tenant.
#include "store/installation.hh"

namespace doorward::store {
namespace {

constexpr std::string_view read = "SELECT name, value FROM installation";
constexpr std::string_view add = "INSERT INTO installation (name, value) VALUES (?, ?)";

}  // namespace

Installation read_installation(port::MySql& owner) {
  Installation all;
  owner.each(read, {}, [&](const port::SqlRow& row) { all[row.text(0)] = row.text(1); });
  return all;
}

void add_to_installation(port::MySql& owner, const std::string& name, const std::string& value) {
  owner.run(add, {name, value});
}

}  // namespace doorward::store
