// What fuzz targets share: the input as text, and a promise that must hold for every input.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace doorward::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program, which the fuzzer and the replay take for a crash.
inline void promise(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "broken promise: " << what << std::endl;
  std::abort();
}

}  // namespace doorward::fuzz

#define FUZZ_TARGET(input)                                                 \
  static void one(std::string_view input);                                 \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t); \
  int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    one(doorward::fuzz::text(data, size));                                 \
    return 0;                                                              \
  }                                                                        \
  static void one(std::string_view input)
