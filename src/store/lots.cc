#include "store/lots.hh"

namespace doorward::store {

std::string repeated(std::string_view part, int times, std::string_view between) {
  std::string all(part);
  for (int i = 1; i < times; ++i) {
    all += between;
    all += part;
  }
  return all;
}

}  // namespace doorward::store
