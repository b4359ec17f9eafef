// keys list and keys rotate.
#include "command/command.hh"
#include "service/key_rotation.hh"

namespace doorward::command {
namespace {

port::Json when(const std::optional<Time>& time) { return time ? port::Json(to_rfc3339(*time)) : port::Json(); }

}  // namespace

Action keys_list(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    port::Json::Array items;
    for (const auto& key : service::list_keys(shell.config, shell.platform().mysql(), shell.ask().now))
      items.push_back(port::Json::Object{{"kid", key.kid},
                                         {"algorithm", key.algorithm},
                                         {"state", key.state},
                                         {"created_at", to_rfc3339(key.created_at)},
                                         {"activated_at", when(key.activated_at)},
                                         {"retired_at", when(key.retired_at)},
                                         {"verifies_until", when(key.verifies_until)}});
    return port::Json(port::Json::Object{{"items", std::move(items)}});
  };
}

Action keys_rotate(port::CliOptions&) {
  return [](Shell& shell) -> Result<port::Json> {
    auto& ask = shell.ask();
    const auto done =
        service::rotate_keys(shell.config, ask.world.keys, shell.platform().mysql(), ask.world.random, ask.now);
    if (!done) return done.error();
    return port::Json(port::Json::Object{{"active", done->active},
                                         {"next", done->next},
                                         {"retired", port::Json::strings(done->retired)},
                                         {"retired_until", to_rfc3339(done->retired_until)}});
  };
}

}  // namespace doorward::command
