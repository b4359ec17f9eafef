// The identity that the gate hands out: header-safe, bounded, and never one value for two people.
#include <algorithm>

#include "base/encode.hh"
#include "model/gate.hh"

namespace doorward {
namespace {

constexpr std::size_t most_bytes = 3000;
constexpr std::size_t line_bytes = 24;  // "X-Doorward-" or "Variable-DOORWARD_", ": " and the line's end
constexpr std::size_t most_name = 200;
constexpr std::size_t most_permissions = 1500;

constexpr auto plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '%'; };

void add_escaped(std::string& out, std::string_view text) {
  if (std::all_of(text.begin(), text.end(), plain)) {
    out += text;
    return;
  }
  for (char c : text)
    if (plain(c))
      out.push_back(c);
    else
      out += percent_encode({&c, 1});
}

std::string escaped(std::string_view text) {
  std::string out;
  add_escaped(out, text);
  return out;
}

/// As much of a name as fits, cut between characters.
std::string cut(std::string_view text, std::size_t most) {
  std::size_t size = 0;
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    size += plain(text[i]) ? 1 : 3;
    if (size > most) return escaped(text.substr(0, end));
    const bool last_of_character = i + 1 == text.size() || (static_cast<unsigned char>(text[i + 1]) >> 6) != 2;
    if (last_of_character) end = i + 1;
  }
  return escaped(text);
}

std::string remote_user(const Visitor& visitor, std::string_view setting, bool any_tenant) {
  const UserFacts& user = visitor.user;
  std::string who = user.email_trusted && setting != "id" ? escaped(user.email) : user.id.text();
  if (setting == "id" || (setting == "email" && !any_tenant)) return who;
  return escaped(visitor.tenant.slug) + "/" + who;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  out.reserve(24 * names.size());
  for (const auto& name : names) {
    if (!out.empty()) out.push_back(' ');
    add_escaped(out, name);
  }
  return out;
}

/// Lines are added as long as there is room.
class Lines {
 public:
  Lines() { identity_.reserve(10); }
  std::size_t room(std::string_view name) const {
    const std::size_t used = used_ + line_bytes + name.size();
    return used >= most_bytes ? 0 : most_bytes - used;
  }
  void add(std::string_view name, std::string value) {
    if (value.empty() || value.size() > room(name)) return;
    used_ += line_bytes + name.size() + value.size();
    identity_.emplace_back(name, std::move(value));
  }
  Identity take() { return std::move(identity_); }

 private:
  std::size_t used_ = 0;
  Identity identity_;
};

}  // namespace

Identity identity_of(const Visitor& visitor, std::string_view remote_user_setting, bool any_tenant) {
  const UserFacts& user = visitor.user;
  Lines lines;
  lines.add("USER", user.id.text());
  lines.add("SESSION", visitor.session.id.text());
  if (!visitor.platform()) lines.add("TENANT_ID", visitor.tenant.id.text());
  lines.add("TENANT_SLUG", escaped(visitor.tenant.slug));
  lines.add("ROLE", escaped(user.role));
  if (visitor.session.impersonator) lines.add("IMPERSONATOR", visitor.session.impersonator->text());
  lines.add("REMOTE_USER", remote_user(visitor, remote_user_setting, any_tenant));
  lines.add("EMAIL", escaped(user.email));
  if (std::string permissions = joined(user.permissions); permissions.size() <= most_permissions)
    lines.add("PERMISSIONS", std::move(permissions));
  std::string name = user.first_name;
  if (!name.empty() && !user.last_name.empty()) name += " ";
  name += user.last_name;
  lines.add("NAME", cut(name, std::min(most_name, lines.room("NAME"))));
  return lines.take();
}

}  // namespace doorward
