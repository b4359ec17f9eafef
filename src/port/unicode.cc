// Normal forms by libunistring, host names by libidn2. Addresses are checked both as written and as folded,
// because folding makes new characters (a full-width "@" becomes "@").
#include "port/unicode.hh"

#include <idn2.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/error.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

constexpr std::size_t local_max = 64, address_max = 254, label_max = 63, host_max = 253;  // RFC 5321 4.5.3.1, RFC 1035

struct Free {
  void operator()(void* held) const { std::free(held); }
};

const std::uint8_t* units(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

/// libunistring guesses where text is broken; here that is the caller's mistake.
void must_be_utf8(std::string_view text) {
  if (!valid_utf8(text)) throw Failure("text is not UTF-8");
}

/// Takes over what a function of libunistring allocated.
std::string taken(std::uint8_t* made, std::size_t size) {
  const std::unique_ptr<std::uint8_t, Free> held(made);
  if (!held) throw Failure("libunistring has no memory");
  return {reinterpret_cast<const char*>(held.get()), size};
}

bool ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x80; });
}

bool alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// RFC 5321 atext; beyond ASCII (RFC 6531) whatever can be seen.
bool atom_character(ucs4_t point) {
  static constexpr std::string_view marks = "!#$%&'*+/=?^_`{|}~-";
  if (point < 0x80) return alphanumeric(char(point)) || marks.find(char(point)) != std::string_view::npos;
  if (uc_is_property(point, UC_PROPERTY_DEFAULT_IGNORABLE_CODE_POINT) ||
      uc_is_property(point, UC_PROPERTY_NOT_A_CHARACTER) || uc_is_property(point, UC_PROPERTY_WHITE_SPACE))
    return false;
  // Cc, Cf, Cs, Co, Cn; Zs, Zl, Zp.
  return !uc_is_general_category_withtable(point, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z);
}

bool dot_atom(std::string_view local) {
  if (local.empty() || local.size() > local_max) return false;
  bool after_dot = true;
  for (std::size_t at = 0; at < local.size();) {
    ucs4_t point = 0;
    at += std::size_t(u8_mbtouc(&point, units(local) + at, local.size() - at));
    if (point == '.' ? after_dot : !atom_character(point)) return false;
    after_dot = point == '.';
  }
  return !after_dot;
}

bool host_label(std::string_view label) {
  return !label.empty() && label.size() <= label_max && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return alphanumeric(c) || c == '-'; });
}

bool host_name(std::string_view host) {
  const auto labels = split(host, '.');
  return !host.empty() && host.size() <= host_max && std::all_of(labels.begin(), labels.end(), host_label);
}

/// UTS 46 mapping without transitional forms, then IDNA 2008. Not IDN2_USE_STD3_ASCII_RULES: with it libidn2 drops what
/// it may not map ("a℀.net" becomes "a.net"); without it the "/" of ℀ stays, and host_name() refuses it.
std::optional<std::string> idna(const std::string& host) {
  std::uint8_t* made = nullptr;
  const int flags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;
  const int rc = idn2_lookup_u8(units(host), &made, flags);
  const std::unique_ptr<std::uint8_t, Free> held(made);
  if (rc != IDN2_OK) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(held.get()));
}

/// A mail domain: no address in digits, at least one dot.
bool mail_domain(std::string_view host) {
  if (host == "localhost") return true;
  const auto labels = split(host, '.');
  const auto last = labels.back();
  return labels.size() > 1 && !std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string nfc(std::string_view utf8) {
  if (ascii(utf8)) return std::string(utf8);
  must_be_utf8(utf8);
  std::size_t size = 0;
  std::uint8_t* made = u8_normalize(UNINORM_NFC, units(utf8), utf8.size(), nullptr, &size);
  return taken(made, size);
}

std::string nfkc_casefold(std::string_view utf8) {
  if (ascii(utf8)) return lower_ascii(utf8);
  must_be_utf8(utf8);
  std::size_t size = 0;
  std::uint8_t* made = u8_casefold(units(utf8), utf8.size(), nullptr, UNINORM_NFKC, nullptr, &size);
  return taken(made, size);
}

std::size_t code_points(std::string_view utf8) {
  return std::size_t(std::count_if(utf8.begin(), utf8.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80; }));
}

std::optional<std::string> ascii_host(std::string_view host) {
  if (host.size() > 4 * host_max || host.find('\0') != std::string_view::npos || !valid_utf8(host)) return std::nullopt;
  std::string name = lower_ascii(host);
  // The capital sharp s is the sharp s (UTS 46 since Unicode 15.1); older tables make "ss" of it, another domain.
  for (auto at = name.find("ẞ"); at != std::string::npos; at = name.find("ẞ", at)) name.replace(at, 3, "ß");
  const bool international = !ascii(name) || name.starts_with("xn--") || name.find(".xn--") != std::string::npos;
  if (international) {
    const auto once = idna(name);
    const auto twice = once ? idna(*once) : std::nullopt;
    if (!twice || *twice != *once) return std::nullopt;
    name = *once;
  }
  if (!host_name(name)) return std::nullopt;
  return name;
}

std::optional<Email> parse_email(std::string_view text) {
  if (text.find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
  text = trim(text);
  if (text.size() > 2 * address_max || !valid_utf8(text)) return std::nullopt;
  const std::string shown = nfc(text);
  const auto at = shown.rfind('@');
  if (shown.size() > address_max || at == std::string::npos) return std::nullopt;
  const auto local = std::string_view(shown).substr(0, at);
  if (!dot_atom(local)) return std::nullopt;
  const std::string folded = nfkc_casefold(local);
  const auto host = ascii_host(std::string_view(shown).substr(at + 1));
  if (!dot_atom(folded) || nfkc_casefold(folded) != folded || !host || !mail_domain(*host)) return std::nullopt;
  Email email{shown, folded + "@" + *host};
  if (email.key.size() > address_max) return std::nullopt;
  return email;
}

}  // namespace doorward::port
