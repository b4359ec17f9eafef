// The yardstick of the CGI door: a program linked with all of doorward's libraries that opens one database connection.
// BENCH_DATABASE names a file with socket, account, password and schema, a line each.
#include <cppconn/connection.h>
#include <cppconn/driver.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

int main() {
  const char* file = std::getenv("BENCH_DATABASE");
  if (!file) return 2;
  std::string socket, user, password, schema;
  std::ifstream(file) >> socket >> user >> password >> schema;
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString("unix://" + socket);
  options["userName"] = sql::SQLString(user);
  options["password"] = sql::SQLString(password);
  options["schema"] = sql::SQLString(schema);
  const std::unique_ptr<sql::Connection> connection(get_driver_instance()->connect(options));
  std::puts("Status: 204 No Content\r\n\r");
}
