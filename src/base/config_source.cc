// Where settings come from: files, a folder beside them, the environment.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/config.hh"
#include "base/text.hh"

namespace doorward {
namespace {

namespace fs = std::filesystem;

Result<std::string> slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || (file.peek() != std::ifstream::traits_type::eof() && !(text << file.rdbuf())))
    return wrong(path, "cannot be read");
  return text.str();
}

}  // namespace

Result<void> read_config_text(std::string_view text, std::string_view origin, ConfigWords& into) {
  std::string section;
  int number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[' && line.back() == ']') {
      section = trim(line.substr(1, line.size() - 2));
      continue;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos)
      return wrong(std::string(origin) + ":" + std::to_string(number), "is neither [section] nor key = value");
    std::string name(trim(line.substr(0, equals)));
    if (name.find('.') == std::string::npos) name.insert(0, ".").insert(0, section);
    into[name] = trim(line.substr(equals + 1));
  }
  return {};
}

Result<void> read_config_files(const std::string& path, ConfigWords& into) {
  std::vector<std::string> files = {path};
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(fs::path(path).parent_path() / "conf.d", none))
    if (entry.path().extension() == ".conf") files.push_back(entry.path().string());
  std::sort(files.begin() + 1, files.end());
  for (const auto& file : files) {
    auto text = slurp(file);
    if (!text) return text.error();
    if (auto read = read_config_text(*text, file, into); !read) return read;
  }
  return {};
}

Result<void> read_config_environment(const char* const* environment, ConfigWords& into) {
  static constexpr std::string_view prefix = "DOORWARDCFG_", file_suffix = "_FILE";
  for (; environment && *environment; ++environment) {
    const std::string_view entry = *environment;
    const auto equals = entry.find('=');
    if (!entry.starts_with(prefix) || equals == std::string_view::npos) continue;
    std::string name = lower_ascii(entry.substr(prefix.size(), equals - prefix.size()));
    const auto between = name.find("__");
    if (between == std::string::npos)
      return wrong(std::string(entry.substr(0, equals)), "has no __ between section and key");
    name.replace(between, 2, ".");
    std::string value(entry.substr(equals + 1));
    const auto known = [](std::string_view wanted) {
      return std::any_of(config_rows().begin(), config_rows().end(),
                         [&](const auto& row) { return row.name() == wanted; });
    };
    if (name.ends_with("_file") && !known(name)) {
      auto text = slurp(value);
      if (!text) return text.error();
      name.resize(name.size() - file_suffix.size());
      value = trim(*text);
    }
    into[name] = value;
  }
  return {};
}

Result<ConfigWords> read_config(const std::string& path, const char* const* environment,
                                const std::vector<std::string>& sets) {
  ConfigWords words;
  if (auto read = read_config_files(path, words); !read) return read.error();
  if (auto read = read_config_environment(environment, words); !read) return read.error();
  for (const auto& set : sets) {
    const auto equals = set.find('=');
    if (equals == std::string::npos || set.find('.') > equals) return wrong("--set " + set, "is not section.key=value");
    words[std::string(trim(std::string_view(set).substr(0, equals)))] = trim(std::string_view(set).substr(equals + 1));
  }
  return words;
}

Result<Config> load_config(const std::string& path, const char* const* environment,
                           const std::vector<std::string>& sets) {
  auto words = read_config(path, environment, sets);
  if (!words) return words.error();
  return make_config(*words);
}

}  // namespace doorward
