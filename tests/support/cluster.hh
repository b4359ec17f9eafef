// The three Galera nodes of a run of `make check-galera` (tests/support/cluster.sh). Node 0 is the run's stack too.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "support/world.hh"

namespace tests {

constexpr int nodes = 3;

/// Where a node listens; throws where the run has no cluster.
std::string node_socket(int node);
/// Settings of a worker whose database is this node alone, or this one first and then the others. Patient: a busy
/// machine is slow, and a node that was lost holds up the others until they know.
doorward::ConfigWords on_node(int node, const doorward::ConfigWords& more = {});
doorward::ConfigWords beginning_at(int node, const doorward::ConfigWords& more = {});

/// Sends a signal to a node's server; after SIGSTOP returns when it has stopped.
void signal_node(int node, int number);
void await_end_of_node(int node);
/// Every node that was ended or killed runs again and is in the cluster.
void restore_cluster();

}  // namespace tests
