// Replays the corpus of one fuzz target: every file of the folders named, and the empty input. No file: a failure.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void replay(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  int count = 0;
  replay("");
  for (int place = 1; place < argc; ++place)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[place])) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::cout << entry.path().string() << std::endl;  // the last line names the input that crashed
      replay(std::string(std::istreambuf_iterator<char>(file), {}));
      ++count;
    }
  return count > 0 ? 0 : 1;
}
