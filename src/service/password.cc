// What a wrong password costs must not say why it was wrong.
#include "service/password.hh"

#include <algorithm>

#include "model/password_rule.hh"
#include "port/password_hash.hh"
#include "port/password_strength.hh"
#include "port/unicode.hh"

namespace doorward::service {
namespace {

constexpr std::int64_t memory_max = 262144;  // KiB; password.argon2_memory_kib goes no higher

port::HashCost usual_cost(const Config& config) {
  return {std::uint32_t(config.password.argon2_memory_kib), std::uint32_t(config.password.argon2_passes)};
}

std::int64_t work_of(port::HashCost cost) { return std::int64_t(cost.memory_kib) * cost.passes; }

/// So much work for nothing. Argon2's time goes with memory times passes.
void spend(Ask& ask, port::HashSlots::Held& slot, const Secret& prepared, std::int64_t work) {
  constexpr std::int64_t least = 8;
  if (work < least) return;
  port::HashCost cost = usual_cost(ask.world.config);
  if (work != work_of(cost)) {
    const std::int64_t passes = (work + memory_max - 1) / memory_max;
    cost = {std::uint32_t(std::max(least, work / passes)), std::uint32_t(passes)};
  }
  (void)slot.hash(prepared, cost, ask.world.random);
}

Hashed hashed(Ask& ask, port::HashSlots::Held& slot, const Secret& prepared) {
  const port::HashCost cost = usual_cost(ask.world.config);
  return {slot.hash(prepared, cost, ask.world.random), work_of(cost)};
}

}  // namespace

Result<Secret> prepared_password(std::string_view field, const Secret& typed) {
  if (auto form = check_password_form(field, typed); !form) return form.error();
  return Secret(port::nfc(typed.reveal()));
}

Result<void> fits_rule(const Config& config, std::string_view field, const Secret& prepared,
                       std::initializer_list<std::string_view> own) {
  const auto words = own_words(own);
  return check_new_password(field, prepared, port::password_score(prepared, words), words,
                            {config.password.min_length, config.password.min_score});
}

Result<Hashed> hash_in_slot(Ask& ask, const Secret& prepared) {
  auto slot = ask.world.slots.take();
  if (!slot) return slot.error();
  return hashed(ask, *slot, prepared);
}

std::int64_t usual_work(const Config& config) { return work_of(usual_cost(config)); }

Result<Checked> check_in_slot(Ask& ask, const Secret& prepared, std::string_view stored, std::int64_t work) {
  auto slot = ask.world.slots.take();
  if (!slot) return slot.error();
  Checked checked;
  const auto cost = port::cost_of(stored);
  checked.right = cost && slot->check(prepared, stored);
  if (!checked.right)
    spend(ask, *slot, prepared, work - (cost ? work_of(*cost) : 0));
  else if (port::needs_rehash(stored, usual_cost(ask.world.config)))
    checked.rehashed = hashed(ask, *slot, prepared);
  return checked;
}

}  // namespace doorward::service
