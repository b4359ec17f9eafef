// empty ADDRESS WORKERS: the yardstick E, a libfcgi worker that only answers.
#include <iostream>

#include "crew.hh"

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: empty ADDRESS WORKERS\n", 2;
  return bench::run_crew(argv[1], std::stoi(argv[2]), [] { return [] {}; });
}
