// A server that says something against one event, once, on a database that no other test writes to.
#pragma once
#include "support/upkeep.hh"

namespace tests {

class Trouble {
 public:
  /// `signal`: what SQL answers instead of writing the first event of this type on a connection.
  Trouble(const UpkeepScene& scene, const std::string& type, const std::string& signal);
  ~Trouble();
  Trouble(const Trouble&) = delete;
  Trouble& operator=(const Trouble&) = delete;

 private:
  doorward::port::MySql admin_;  // a server with a binary log lets nobody else make triggers
};

}  // namespace tests
