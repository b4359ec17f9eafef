// Cursors: only what was made for this very list is read.
#include "service/cursor.hh"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "service/parts.hh"
#include "support/fuzz.hh"

using namespace doorward;

namespace {

/// The parts of a process with a master key of its own; nothing is connected.
struct House {
  House() {
    std::string name = (std::filesystem::temp_directory_path() / "doorward-fuzz-XXXXXX").string();
    const std::string folder = ::mkdtemp(name.data());
    ::umask(077);
    std::ofstream(folder + "/master.key") << "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n";
    config = *make_config({{"keys.master_file", folder + "/master.key"}, {"run.dir", folder}});
    parts.emplace(config, metrics);
    std::filesystem::remove_all(folder);
    world.emplace(parts->world());
  }
  Config config;
  port::Metrics metrics;
  std::optional<service::Parts> parts;
  std::optional<service::World> world;
};

}  // namespace

FUZZ_TARGET(input) {
  static House house;
  service::Ask ask{*house.world, from_unix(1700000000), "127.0.0.1", "", "fuzz"};
  const service::ListPlace here{TenantId{}, "GET /auth/sessions", "user"},
      there{TenantId{}, "GET /auth/sessions", "use"};
  if (const auto last = service::read_cursor(ask, here, input))
    fuzz::promise(service::make_cursor(ask, here, *last) == input, "ours, in one form");
  if (input.empty()) return;
  const std::string made = service::make_cursor(ask, here, input);
  const auto back = service::read_cursor(ask, here, made);
  fuzz::promise(back && *back == input, "there and back");
  fuzz::promise(!service::read_cursor(ask, there, made), "not for another list");
}
