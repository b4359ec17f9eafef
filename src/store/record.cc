// One function visits the fields of each struct; writing and reading are two visitors, so they cannot disagree.
#include "store/record.hh"

#include "base/encode.hh"

namespace doorward::store {
namespace {

constexpr std::size_t longest_text = 65535;

class Writer {
 public:
  void visit(std::int64_t value) { put(std::uint64_t(value), 8); }
  void visit(bool value) { put(value ? 1 : 0, 1); }
  void visit(Time value) { visit(std::int64_t(value.time_since_epoch().count())); }
  void visit(const Id& id) { out_ += id.raw(); }
  void visit(const std::string& text) {
    const std::string_view kept = std::string_view(text).substr(0, longest_text);
    put(kept.size(), 2);
    out_ += kept;
  }
  template <class T>
  void visit(const std::optional<T>& value) {
    visit(value.has_value());
    if (value) visit(*value);
  }
  void visit(const std::vector<std::string>& texts) {
    put(texts.size(), 2);
    for (const auto& text : texts) visit(text);
  }
  void visit(const OwnSession& own) { visit(own.tenant), visit(own.id); }
  template <class E>
  requires std::is_enum_v<E>
  void visit(E value) { put(std::uint64_t(value), 1); }
  std::string take() { return std::move(out_); }

 private:
  void put(std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) out_.push_back(char(value >> (8 * i)));
  }
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}
  void visit(std::int64_t& value) { value = std::int64_t(get(8)); }
  void visit(bool& value) {
    const auto byte = get(1);
    if (byte > 1) sound_ = false;
    value = byte == 1;
  }
  void visit(Time& value) { value = Time(Span(std::int64_t(get(8)))); }
  void visit(Id& id) {
    if (const auto read = Id::from_raw(cut(16))) id = *read;
  }
  void visit(std::string& text) { text = cut(get(2)); }
  template <class T>
  void visit(std::optional<T>& value) {
    bool there = false;
    visit(there);
    if (!there) return;
    value.emplace();
    visit(*value);
  }
  void visit(std::vector<std::string>& texts) {
    const std::size_t count = get(2);
    if (count > left_.size() / 2) sound_ = false;  // each takes two bytes at least
    if (sound_) texts.reserve(count);
    for (std::size_t i = 0; sound_ && i < count; ++i) visit(texts.emplace_back());
  }
  void visit(OwnSession& own) { visit(own.tenant), visit(own.id); }
  template <class E>
  requires std::is_enum_v<E>
  void visit(E& value) { value = E(get(1)); }
  bool whole() const { return sound_ && left_.empty(); }

 private:
  std::string_view cut(std::size_t size) {
    if (size > left_.size()) sound_ = false;
    const std::string_view part = sound_ ? left_.substr(0, size) : std::string_view();
    left_.remove_prefix(part.size());
    return part;
  }
  std::uint64_t get(unsigned bytes) {
    const std::string_view part = cut(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < part.size(); ++i)
      value |= std::uint64_t(static_cast<unsigned char>(part[i])) << (8 * i);
    return value;
  }
  std::string_view left_;
  bool sound_ = true;
};

template <class Visitor, class Session>
void fields_of_session(Visitor& v, Session& s) {
  v.visit(s.id), v.visit(s.tenant), v.visit(s.user);
  v.visit(s.created_at), v.visit(s.expires_at), v.visit(s.idle_ends_at), v.visit(s.auth_time);
  v.visit(s.tokens_not_before), v.visit(s.ended), v.visit(s.amr), v.visit(s.revoked_jtis), v.visit(s.impersonator);
  v.visit(s.impersonator_session);
}

template <class Visitor, class User>
void fields_of_user(Visitor& v, User& u) {
  v.visit(u.id), v.visit(u.tenant), v.visit(u.status);
  v.visit(u.email), v.visit(u.first_name), v.visit(u.last_name), v.visit(u.role);
  v.visit(u.email_verified), v.visit(u.email_trusted), v.visit(u.permissions), v.visit(u.tokens_not_before);
}

template <class Visitor, class Tenant>
void fields_of_tenant(Visitor& v, Tenant& t) {
  v.visit(t.id), v.visit(t.kind), v.visit(t.slug), v.visit(t.plan_type);
  v.visit(t.status), v.visit(t.features), v.visit(t.reseller), v.visit(t.tokens_not_before),
      v.visit(t.roles_changed_at);
}

std::string key(std::string_view kind, TenantId tenant) {
  constexpr std::size_t usual = 72;
  std::string made;
  made.reserve(usual);
  made.append(kind);
  add_base64url(made, tenant.raw());
  return made;
}

std::string key(std::string_view kind, TenantId tenant, std::string_view bytes) {
  std::string made = key(kind, tenant);
  add_base64url(made.append(":"), bytes);
  return made;
}

}  // namespace

std::string session_key(TenantId tenant, SessionId session) { return key("s:", tenant, session.raw()); }
std::string cookie_key(TenantId tenant, std::string_view hash) { return key("c:", tenant, hash); }
std::string tenant_key(TenantId tenant) { return key("t:", tenant); }
bool is_tenant_key(std::string_view key) { return key.starts_with("t:"); }
std::string token_key(TenantId tenant, std::string_view jti) { return key("b:", tenant).append(":").append(jti); }

std::string encode(const TenantFacts& tenant) {
  Writer writer;
  fields_of_tenant(writer, tenant);
  return writer.take();
}

std::string encode(const SessionFacts& session, const UserFacts& user) {
  Writer writer;
  fields_of_session(writer, session);
  fields_of_user(writer, user);
  return writer.take();
}

std::optional<TenantFacts> decode_tenant(std::string_view bytes) {
  Reader reader(bytes);
  TenantFacts tenant;
  fields_of_tenant(reader, tenant);
  return reader.whole() ? std::optional(std::move(tenant)) : std::nullopt;
}

std::optional<SessionAndUser> decode_session_and_user(std::string_view bytes) {
  Reader reader(bytes);
  SessionAndUser both;
  fields_of_session(reader, both.session);
  fields_of_user(reader, both.user);
  return reader.whole() ? std::optional(std::move(both)) : std::nullopt;
}

}  // namespace doorward::store
