// The only file that includes nlohmann/json: its parser fills our tree directly, by events.
#include "port/json.hh"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace doorward::port {
namespace {

/// Builds the tree while the parser reads; returning false stops it.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(Json& root, int depth) : root_(root), depth_(depth) {}

  bool null() override { return put(nullptr); }
  bool boolean(bool v) override { return put(v); }
  bool number_integer(std::int64_t v) override { return put(v); }
  bool number_unsigned(std::uint64_t v) override {
    if (v > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return put(double(v));
    return put(std::int64_t(v));
  }
  bool number_float(double v, const std::string&) override { return std::isfinite(v) && put(v); }
  bool string(std::string& v) override { return plain(v) && put(std::move(v)); }
  bool binary(binary_t&) override { return false; }
  bool key(std::string& v) override {
    name_ = std::move(v);
    return plain(name_);
  }
  bool start_object(std::size_t) override { return open(Json(Json::Object{})); }
  bool start_array(std::size_t) override { return open(Json(Json::Array{})); }
  bool end_array() override {
    path_.pop_back();
    return true;
  }
  bool end_object() override {
    const bool good = unique(*path_.back()->object());
    path_.pop_back();
    return good;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  static bool plain(const std::string& text) { return text.find('\0') == std::string::npos; }

  static bool unique(const Json::Object& members) {
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& member : members) names.push_back(member.first);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) == names.end();
  }

  /// Where the value now stands. Open arrays and objects are only ever the last child of their parent,
  /// so the pointers in path_ stay good.
  Json& place(Json value) {
    if (path_.empty()) return root_ = std::move(value);
    Json& parent = *path_.back();
    if (parent.array() != nullptr) return const_cast<Json::Array*>(parent.array())->emplace_back(std::move(value));
    return const_cast<Json::Object*>(parent.object())->emplace_back(std::move(name_), std::move(value)).second;
  }
  bool put(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    if (int(path_.size()) >= depth_) return false;
    path_.push_back(&place(std::move(value)));
    return true;
  }

  Json& root_;
  int depth_;
  std::vector<Json*> path_;
  std::string name_;
};

nlohmann::ordered_json to_nlohmann(const Json& value) {
  using Out = nlohmann::ordered_json;
  if (const auto* v = value.flag()) return *v;
  if (const auto* v = value.integer()) return *v;
  if (const auto* v = value.real()) return *v;
  if (const auto* v = value.string()) return *v;
  if (const auto* v = value.array()) {
    Out out = Out::array();
    for (const auto& item : *v) out.push_back(to_nlohmann(item));
    return out;
  }
  if (const auto* v = value.object()) {
    Out out = Out::object();
    auto& members = out.get_ref<Out::object_t&>();
    // Names are unique already; the base's emplace_back does not look for them again.
    for (const auto& [name, item] : *v) members.Container::emplace_back(name, to_nlohmann(item));
    return out;
  }
  return nullptr;
}

}  // namespace

Json Json::strings(const std::vector<std::string>& words) { return Array(words.begin(), words.end()); }

const Json* Json::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto at =
      std::find_if(members->begin(), members->end(), [&](const Member& member) { return member.first == name; });
  return at == members->end() ? nullptr : &at->second;
}

Json& Json::set(std::string name, Json value) {
  if (null()) held_ = Object{};
  auto& members = std::get<Object>(held_);
  const auto at =
      std::find_if(members.begin(), members.end(), [&](const Member& member) { return member.first == name; });
  if (at != members.end())
    at->second = std::move(value);
  else
    members.emplace_back(std::move(name), std::move(value));
  return *this;
}

Result<Json> parse_json(std::string_view text, int depth) {
  // A byte-order mark is not JSON (RFC 8259 section 8.1 lets a parser refuse it); nlohmann would skip it.
  // A NUL it would take for the end of the text, whatever follows.
  if (text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos) return Code::MALFORMED_BODY;
  Json root;
  Builder builder(root, depth);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return Code::MALFORMED_BODY;
  return root;
}

std::string dump_json(const Json& value) {
  return to_nlohmann(value).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace doorward::port
