// Settings. Config is made from config.def; sources in rising order: default, doorward.conf,
// conf.d/*.conf, the environment (DOORWARDCFG_SECTION__KEY, …__KEY_FILE for secrets), the command line.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hh"
#include "base/secret.hh"
#include "base/terms.hh"
#include "base/time.hh"

namespace doorward {

namespace setting {
using Text = std::string;
using Path = std::string;
using Number = std::int64_t;
using Flag = bool;
using Span = doorward::Span;
using Words = std::vector<std::string>;
using Hidden = Secret;
using Plan = Terms;
}  // namespace setting

struct Config {
#define SECTION(name) struct name##_section {
#define SETTING(key, type, initial, check, scope, sentence) setting::type key{};
#define END(name) \
  }               \
  name;
#include "base/config.def"
#undef SECTION
#undef SETTING
#undef END
};

/// One row of config.def.
struct ConfigRow {
  std::string_view section, key, type, initial, check, scope, sentence;
  std::string name() const { return std::string(section) + "." + std::string(key); }
  bool is(std::string_view name) const {
    return name.size() == section.size() + 1 + key.size() && name.starts_with(section) && name.ends_with(key) &&
           name[section.size()] == '.';
  }
};
const std::vector<ConfigRow>& config_rows();

/// What was said of each setting, by "section.key"; later sources overwrite earlier ones.
using ConfigWords = std::map<std::string, std::string, std::less<>>;

/// Lines `[section]`, `key = value`, `section.key = value`, `# comment`. Errors name file and line.
Result<void> read_config_text(std::string_view text, std::string_view origin, ConfigWords& into);
/// The file (missing: an Error), then conf.d/*.conf beside it in order of name.
Result<void> read_config_files(const std::string& path, ConfigWords& into);
/// DOORWARDCFG_… of `environment` (NAME=value, null-ended).
Result<void> read_config_environment(const char* const* environment, ConfigWords& into);

/// All sources in their order: files at `path`, `environment` (nullptr: none), then `sets` ("section.key=value").
Result<ConfigWords> read_config(const std::string& path, const char* const* environment,
                                const std::vector<std::string>& sets);

/// All rows parsed and checked. The Error's fields name every setting that is wrong or unknown, with
/// the nearest valid name or value.
Result<Config> make_config(const ConfigWords& words);

/// read_config and make_config together.
Result<Config> load_config(const std::string& path, const char* const* environment,
                           const std::vector<std::string>& sets);

/// One value against its row: for rows of the database (scope tenant) too.
Result<void> set_config(Config& config, std::string_view name, std::string_view value);

/// "section.key = value" for every setting; hidden ones as "(set)" or "(empty)".
std::string print_config(const Config& config);
/// The sample file: every row with its sentence and default, commented out.
std::string sample_config();

}  // namespace doorward
