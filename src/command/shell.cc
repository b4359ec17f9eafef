// What a command is given of the outside: services, tenants by name, passwords from standard input.
#include "command/command.hh"

#include "base/encode.hh"
#include "port/terminal.hh"
#include "service/administration.hh"

namespace doorward::command {

service::Ask& Shell::ask() {
  if (!ask_) {
    parts_ = std::make_unique<service::Parts>(config, metrics());
    world_.emplace(parts_->world());
    const Time now = world_->clock.now();
    ask_.emplace(service::Ask{*world_, now, "", "doorwardctl", world_->random.id(now).text()});
  }
  return *ask_;
}

port::Metrics& Shell::metrics() {
  if (!metrics_) {
    metrics_.emplace(port::Metrics::join(config.run.dir));
    losses_.emplace(*metrics_);
  }
  return *metrics_;
}

store::PlatformDb& Shell::platform() {
  if (!platform_) platform_.emplace(config);
  return *platform_;
}

Result<Secret> Shell::line_of_input() {
  std::string line;
  if (!std::getline(input_, line) || line.empty()) return wrong("password", "was expected on standard input");
  Secret secret(line);
  wipe(line.data(), line.size());
  return secret;
}

Result<Secret> Shell::typed_secret(std::string_view prompt) {
  const port::HiddenTyping hidden(prompt);
  return line_of_input();
}

Result<Secret> Shell::password(bool from_input, bool& made) {
  made = !from_input;
  if (made) return Secret(to_base64url(ask().world.random.bytes(18)));
  return line_of_input();
}

Result<TenantId> Shell::tenant(const std::string& slug_or_id) {
  auto found = service::show_tenant(ask(), platform(), slug_or_id);
  if (!found) return found.error();
  return found->id;
}

}  // namespace doorward::command
