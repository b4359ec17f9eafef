// What the numbers of MySQL and MariaDB mean: expected refusals, a server that is away, and the rest.
#include "port/mysql_link.hh"

namespace doorward::port {

SqlTrouble trouble_of(int number) {
  switch (number) {
    case 1062:  // duplicate entry
      return SqlTrouble::duplicate;
    case 1213:  // deadlock, or certification failed on Galera
    case 3101:  // certification failed in Group Replication
      return SqlTrouble::deadlock;
    case 1205: return SqlTrouble::lock_timeout;
    case 1216:
    case 1217:
    case 1451:
    case 1452: return SqlTrouble::foreign_key;
    case 1369: return SqlTrouble::check_option;
    case 1040:  // too many connections
    case 1044:  // no right to the schema
    case 1045:  // wrong password
    case 1047:  // this Galera node is not part of the cluster now
    case 1049:  // no such schema
    case 1053:  // server is shutting down
    case 1129:  // host is blocked
    case 1130:  // host is not allowed
    case 1158:
    case 1159:
    case 1160:
    case 1161:  // the server met network errors
    case 1180:  // a commit did not come through: this Galera node has just lost its cluster
    case 1203:
    case 1226:  // the account has too many connections
    case 1290:  // --read-only
    case 1317:  // interrupted
    case 1698:  // access denied
    case 1792:  // read-only transaction
    case 1836:  // read-only mode
    case 1927:  // connection was killed
    case 4031:  // disconnected for inactivity
      return SqlTrouble::away;
    default: return number >= 2000 && number < 3000 ? SqlTrouble::away : SqlTrouble::other;
  }
}

bool only_this_host(int number) {
  return number == 1047 || number == 1205 || number == 1290 || number == 1792 || number == 1836;
}

std::string duplicate_key(std::string_view message) {
  // The entry's value stands before and may hold quotes: read from the end.
  const auto end = message.rfind('\'');
  if (end == std::string_view::npos || end == 0) return "";
  const auto start = message.rfind('\'', end - 1);
  if (start == std::string_view::npos) return "";
  std::string_view key = message.substr(start + 1, end - start - 1);
  if (const auto dot = key.rfind('.'); dot != std::string_view::npos) key.remove_prefix(dot + 1);
  return std::string(key);
}

}  // namespace doorward::port
