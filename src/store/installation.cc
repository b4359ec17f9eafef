// Belongs to no tenant: the worker reads a view, the owner writes the table.
#include "store/installation.hh"

namespace doorward::store {
namespace {

constexpr std::string_view read = "SELECT name, value FROM v_installation";
constexpr std::string_view read_as_owner = "SELECT name, value FROM installation";
constexpr std::string_view add = "INSERT INTO installation (name, value) VALUES (?, ?)";

Installation read_by(port::MySql& mysql, std::string_view statement) {
  Installation all;
  mysql.each(statement, {}, [&](const port::SqlRow& row) { all[row.text(0)] = row.text(1); });
  return all;
}

}  // namespace

Installation read_installation(Database& worker) { return read_by(worker.mysql(), read); }
Installation read_installation(port::MySql& owner) { return read_by(owner, read_as_owner); }

void add_to_installation(port::MySql& owner, const std::string& name, const std::string& value) {
  owner.run(add, {name, value});
}

}  // namespace doorward::store
