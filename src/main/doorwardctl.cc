// The operator's command: everything is in command/run.
#include <unistd.h>

#include <iostream>

#include "base/standard.hh"
#include "command/run.hh"

int main(int argc, char** argv) {
  doorward::open_standard_descriptors();
  return doorward::command::run(argc, argv, environ, std::cin, std::cout, std::cerr);
}
