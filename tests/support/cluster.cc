// Folders and process ids as cluster.sh leaves them.
#include "support/cluster.hh"

#include <signal.h>

#include <cstdlib>
#include <fstream>

namespace tests {
namespace {

using namespace doorward;

std::string cluster_folder() {
  const char* said = std::getenv("DOORWARD_TEST_CLUSTER");
  if (!said) throw Failure("this test needs the cluster of make check-galera");
  return said;
}

std::string folder_of(int node) { return cluster_folder() + "/" + std::to_string(node + 1); }

std::string pid_of(int node) {
  std::string pid;
  std::ifstream(folder_of(node) + "/run/mariadb.pid") >> pid;
  return pid;
}

/// 'T': stopped; 'Z': dead; 0: gone.
char state_of(const std::string& pid) {
  std::string stat;
  std::getline(std::ifstream("/proc/" + pid + "/stat"), stat);
  const auto at = stat.rfind(") ");
  return at == std::string::npos ? '\0' : stat[at + 2];
}

ConfigWords with(const std::string& hosts, const ConfigWords& more) {
  ConfigWords words{{"database.hosts", hosts}, {"database.timeout", "20s"}};
  for (const auto& [name, value] : more) words[name] = value;
  return words;
}

}  // namespace

std::string node_socket(int node) { return folder_of(node) + "/run/mariadb.sock"; }

ConfigWords on_node(int node, const ConfigWords& more) { return with(node_socket(node), more); }

ConfigWords beginning_at(int node, const ConfigWords& more) {
  std::string hosts;
  for (int i = 0; i < nodes; ++i) hosts += (i ? " " : "") + node_socket((node + i) % nodes);
  return with(hosts, more);
}

void signal_node(int node, int number) {
  const std::string pid = pid_of(node);
  if (::kill(std::stoi(pid), number) != 0) throw Failure("fixture: kill " + pid);
  while (number == SIGSTOP && state_of(pid) != 'T') continue;
}

void await_end_of_node(int node) {
  const std::string pid = pid_of(node);
  for (char state = state_of(pid); state != 0 && state != 'Z'; state = state_of(pid)) continue;
}

void restore_cluster() {
  const std::string command = repository() + "/tests/support/cluster.sh up " + cluster_folder() + " 1>&2";
  if (std::system(command.c_str()) != 0) throw Failure("fixture: cluster.sh up failed");
}

}  // namespace tests
