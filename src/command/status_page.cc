// What `status` says and `top` refreshes: as JSON, and for people.
#include "command/status_page.hh"

#include "base/text.hh"
#include "build.hh"
#include "command/print.hh"

namespace doorward::command {
namespace {

using port::Json;
using service::Status;

Json workers_json(const Status& status) {
  Json::Array items;
  for (const auto& worker : status.workers)
    items.push_back(Json::Object{{"pool", to_word(worker.pool)},
                                 {"pid", std::int64_t(worker.pid)},
                                 {"state", worker.busy_for.count() > 0 ? "busy" : "idle"},
                                 {"busy_ms", std::int64_t(worker.busy_for / std::chrono::milliseconds(1))},
                                 {"requests", std::int64_t(worker.requests)}});
  return items;
}

Json keys_json(const Status& status, Time now) {
  Json::Array items;
  for (const auto& key : status.keys) {
    const Time since = key.retired_at.value_or(key.activated_at.value_or(key.created_at));
    items.push_back(Json::Object{{"kid", key.kid},
                                 {"algorithm", key.algorithm},
                                 {"state", key.state},
                                 {"age_s", std::int64_t((now - since) / seconds(1))}});
  }
  return items;
}

Json parts_json(const Status& status) {
  Json::Array items;
  for (const auto& part : status.parts)
    items.push_back(Json::Object{{"part", part.name}, {"healthy", part.healthy}, {"response_ms", part.response_ms}});
  return items;
}

/// null where nobody knows.
Json waiting_json(const Status& status) {
  Json::Object waiting;
  for (const Pool pool : listening_pools) {
    const auto queue = status.pool_queues.find(pool);
    waiting.emplace_back(to_word(pool), queue == status.pool_queues.end() ? Json() : Json(std::int64_t(queue->second)));
  }
  return waiting;
}

/// `deepest` is where counting ends.
Json depth(const std::optional<store::Depths>& depths, std::int64_t store::Depths::*which) {
  return depths ? Json((*depths).*which) : Json();
}

/// As people read it: ages in words, and a plus where counting ended before the queue did.
Json::Object for_people(const Json& said, bool queues = false) {
  Json::Object read;
  for (const auto& [name, value] : *said.object()) {
    const auto* number = value.integer();
    const bool age = name == "age_s", cut = queues && number && *number >= store::Depths::deepest;
    read.emplace_back(age ? "age" : name, age && number ? Json(in_words(seconds(*number)))
                                          : cut         ? Json(std::to_string(*number) + "+")
                                                        : value);
  }
  return read;
}

std::string headed(std::string_view head, const Json& items) {
  Json::Array read;
  for (const auto& item : *items.array()) read.push_back(for_people(item));
  return "\n" + std::string(head) + "\n" + to_lines(Json::Object{{"items", std::move(read)}});
}

}  // namespace

Json status_answer(const Status& status, Time now) {
  const auto& depths = status.depths;
  Json::Object slots{{"total", status.slots.total}, {"in_use", status.slots.in_use}, {"waiting", status.slots.waiting}};
  Json::Object schema{{"version", depth(depths, &store::Depths::schema)}, {"known", status.schema_known}};
  Json::Object ring{{"configured", status.ring.empty() ? Json() : Json(status.ring)},
                    {"installation", status.installed_ring ? Json(*status.installed_ring) : Json()}};
  Json::Object queues{{"mail", depth(depths, &store::Depths::mail)},
                      {"dead_letters", depth(depths, &store::Depths::dead_mail)},
                      {"events_to_seal", depth(depths, &store::Depths::unsealed)}};
  const auto& last = status.upkept;
  Json::Object upkeep{{"last_success_at", last ? Json(to_rfc3339(*last)) : Json()},
                      {"age_s", last ? Json(std::int64_t((now - *last) / seconds(1))) : Json()}};
  return Json::Object{{"status", to_word(status.state)},   {"wrong", Json::strings(status.wrong)},
                      {"version", DOORWARD_VERSION},       {"generation", std::int64_t(status.generation)},
                      {"workers", workers_json(status)},   {"pool_waiting", waiting_json(status)},
                      {"hash_slots", std::move(slots)},    {"schema", std::move(schema)},
                      {"memcached_ring", std::move(ring)}, {"queues", std::move(queues)},
                      {"upkeep", std::move(upkeep)},       {"keys", keys_json(status, now)},
                      {"parts", parts_json(status)}};
}

std::string status_page(const Json& answer, const Status& status) {
  Json::Object top{{"status", *answer.find("status")},
                   {"wrong", status.wrong.empty() ? Json() : Json(join(status.wrong, ", "))},
                   {"version", *answer.find("version")},
                   {"generation", *answer.find("generation")}};
  for (const char* group : {"pool_waiting", "hash_slots", "schema", "memcached_ring", "queues", "upkeep"})
    for (auto& [name, value] : for_people(*answer.find(group), group == std::string_view("queues")))
      top.emplace_back(std::string(group) + " " + name, std::move(value));
  if (!status.shared.empty()) top.emplace_back("workers", "not seen: " + status.shared);
  std::string text = to_lines(std::move(top));
  for (const char* table : {"workers", "keys", "parts"}) text += headed(table, *answer.find(table));
  return text;
}

}  // namespace doorward::command
