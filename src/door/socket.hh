// Listening sockets: opened by the master, handed over by systemd, or found on descriptor 0.
#pragma once
#include <string>
#include <vector>

#include "base/config.hh"
#include "base/pool.hh"

namespace doorward::door {

struct Socket {
  int fd = -1;
  Pool pool = Pool::app;
  std::string name;         // path of a Unix socket, or address:port
  bool ours = false;        // opened here: the path is taken away at the end
  unsigned long inode = 0;  // of the path
};

/// The sockets that the settings name: two Unix sockets and, with run.gate_tcp, the gate's TCP door; and the hashers'.
/// Those that LISTEN_FDS brings (systemd's protocol; told apart by their address) are taken, the others opened. A Unix
/// socket comes into being under another name and is renamed into place, so that its path always answers.
/// Sockets in `have` with the same name are kept as they are. VALIDATION_ERROR naming the setting.
Result<std::vector<Socket>> open_sockets(const Config& config, const std::vector<Socket>& have = {});

/// Closes a socket; the path of one of our own is taken away if it still leads to it.
void close_socket(const Socket& socket);

bool is_listening(int fd);  // is this a listening socket?
bool is_tcp(int fd);

}  // namespace doorward::door
