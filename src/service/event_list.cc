// Cursors are bound to the filter: with another one they lead nowhere.
#include "service/event_list.hh"

#include <algorithm>
#include <charconv>

#include "service/cursor.hh"

namespace doorward::service {
namespace {

std::string filter_text(const store::EventFilter& f) {
  const auto id = [](const std::optional<Id>& value) { return value ? value->text() : std::string(); };
  const auto time = [](const std::optional<Time>& value) { return value ? to_rfc3339(*value) : std::string(); };
  return f.type.value_or("") + "\n" + f.correlation_id.value_or("") + "\n" + id(f.actor) + "\n" + id(f.subject) + "\n" +
         time(f.from) + "\n" + time(f.to);
}

Error no_cursor() { return wrong("cursor", "is not a cursor of this list"); }

constexpr std::size_t longest_word = 64;

bool is_word(const std::string& text) {
  return text.size() <= longest_word && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                  c == '-';
         });
}

/// Reads what is there; what cannot be read becomes a line of the refusal.
struct Reading {
  std::vector<FieldError> wrong;

  void word(const char* name, const std::string& text, std::optional<std::string>& into) {
    if (text.empty()) return;
    if (is_word(text))
      into = text;
    else
      wrong.push_back({name, "must be letters, digits and . _ -, 64 at most"});
  }
  void id(const char* name, const std::string& text, std::optional<Id>& into) {
    if (!text.empty() && !(into = Id::parse(text))) wrong.push_back({name, "is not an id"});
  }
  void time(const char* name, const std::string& text, std::optional<Time>& into) {
    if (!text.empty() && !(into = parse_rfc3339(text)))
      wrong.push_back({name, "is not a time such as 2026-01-02T03:04:05Z"});
  }
};

}  // namespace

Result<store::EventFilter> event_filter(const EventWords& words) {
  store::EventFilter filter;
  Reading reading;
  reading.word("type", words.type, filter.type);
  reading.word("correlation_id", words.correlation_id, filter.correlation_id);
  reading.id("actor_id", words.actor_id, filter.actor);
  reading.id("subject_id", words.subject_id, filter.subject);
  reading.time("from", words.from, filter.from);
  reading.time("to", words.to, filter.to);
  if (!reading.wrong.empty()) return Error(Code::VALIDATION_ERROR, std::move(reading.wrong));
  return filter;
}

Result<EventPage> list_events(Ask& ask, TenantId tenant, const EventQuery& query) {
  const ListPlace place{tenant, "events", filter_text(query.filter)};
  std::optional<std::int64_t> before;
  if (!query.cursor.empty()) {
    const auto last = read_cursor(ask, place, query.cursor);
    if (!last) return last.error();
    before.emplace();
    if (std::from_chars(last->data(), last->data() + last->size(), *before).ec != std::errc()) return no_cursor();
  }
  store::TenantDb db(ask.world.database, tenant);
  EventPage page{store::event_page(db, query.filter, before, query.limit + 1), std::nullopt};
  if (page.items.size() > std::size_t(query.limit)) {
    page.items.pop_back();
    page.next_cursor = make_cursor(ask, place, std::to_string(page.items.back().event.sequence));
  }
  return page;
}

Result<EventPage> list_all_events(Ask& ask, store::PlatformDb& platform, const EventQuery& query) {
  const ListPlace place{platform_tenant, "platform/events", filter_text(query.filter)};
  std::optional<EventId> before;
  if (!query.cursor.empty()) {
    const auto last = read_cursor(ask, place, query.cursor);
    if (!last) return last.error();
    const auto id = Id::from_raw(*last);
    if (!id) return no_cursor();
    before = EventId(*id);
  }
  auto found = store::event_page_of_all(platform, query.filter, before, query.limit);
  EventPage page{std::move(found.items), std::nullopt};
  if (found.looked_back_to) page.next_cursor = make_cursor(ask, place, found.looked_back_to->raw());
  return page;
}

}  // namespace doorward::service
