// A vector file that is missing or not understood fails its test: it never passes silently.
#include "support/vectors.hh"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace doorward::tests {
namespace {

std::filesystem::path place(const std::string& path) {
  const char* folder = std::getenv("VECTORS");
  return std::filesystem::path(folder == nullptr ? "" : folder) / path;
}

}  // namespace

boost::test_tools::assertion_result with_vectors(boost::unit_test::test_unit_id) {
  const char* folder = std::getenv("VECTORS");
  boost::test_tools::assertion_result answer(folder != nullptr && *folder != '\0');
  answer.message() << "VECTORS names no folder";
  return answer;
}

std::string vector_text(const std::string& path) {
  std::ifstream file(place(path), std::ios::binary);
  if (!file) throw std::runtime_error("no vectors in " + place(path).string());
  return {std::istreambuf_iterator<char>(file), {}};
}

port::Json vector_json(const std::string& path) {
  auto json = port::parse_json(vector_text(path), 64);
  if (!json) throw std::runtime_error(path + " is not understood");
  return std::move(*json);
}

std::vector<std::string> vector_files(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(place(path)))
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

const port::Json& at(const port::Json& object, std::string_view name) {
  const port::Json* member = object.find(name);
  if (member == nullptr) throw std::runtime_error("no member " + std::string(name));
  return *member;
}

const std::string& text_at(const port::Json& object, std::string_view name) {
  const std::string* text = at(object, name).string();
  if (text == nullptr) throw std::runtime_error("no text in " + std::string(name));
  return *text;
}

}  // namespace doorward::tests
