// One text per message and language; whoever translates touches no HTML.
#include "service/mail_message.hh"

#include <algorithm>
#include <charconv>

#include "base/text.hh"
#include "model/colour.hh"
#include "model/locale.hh"
#include "model/picture.hh"
#include "port/mail_message.hh"
#include "port/page_template.hh"
#include "service/branding.hh"
#include "service/settings.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

constexpr std::string_view usual_color = "#1f5fbf";

/// What somebody chose for a name is no address that a mail program makes a link of.
std::string unlinked(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    const bool dot_within = c == '.' && at + 1 < name.size() && name[at + 1] != ' ';
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    out += dot_within || control || c == '/' || c == ':' ? ' ' : c;
  }
  return out;
}

/// What the frame shows of the tenant. A colour that is too light for words on white stays on the button.
void put_brand(const Tenant& tenant, const Theme& theme, port::PageData& data) {
  const auto own = parse_colour(theme.primary_color);
  const std::string color(own ? std::string_view(theme.primary_color) : usual_color);
  const bool dark = !own || contrast(*own, white_words) >= least_contrast;
  const bool elsewhere = tenant.kind != TenantKind::tenant && !theme.name.empty();  // they belong to no tenant
  data.values["SITE"] = unlinked(elsewhere ? theme.name : tenant.name);
  data.values["COLOR"] = color;
  data.values["ON_COLOR"] = own ? words_on(*own) : "#ffffff";
  data.values["SITE_COLOR"] = dark ? color : "#1c2128";
  if (origin_of_picture(theme.logo_url)) data.sections["LOGO"] = {{{{"LOGO_URL", theme.logo_url}}, {}}};
}

/// The parts of a template's text: its head, and paragraphs of lines.
struct Draft {
  std::string subject, button, body;
  std::vector<std::vector<std::string>> paragraphs;
};

Draft read_draft(const std::string& text) {
  Draft draft;
  const auto end = text.find("\n\n");
  for (const auto line : split(std::string_view(text).substr(0, end), '\n')) {
    if (line.starts_with("Subject: ")) draft.subject = line.substr(9);
    if (line.starts_with("Button: ")) draft.button = line.substr(8);
  }
  if (end == std::string::npos || draft.subject.empty()) throw Failure("a template of mail has no subject or no text");
  draft.body = text.substr(end + 2);
  draft.paragraphs.emplace_back();
  for (const auto line : split(draft.body, '\n')) {
    if (!line.empty())
      draft.paragraphs.back().emplace_back(line);
    else if (!draft.paragraphs.back().empty())
      draft.paragraphs.emplace_back();
  }
  if (draft.paragraphs.back().empty()) draft.paragraphs.pop_back();
  return draft;
}

port::PageData section_of(const Draft& draft, const std::vector<std::string>& lines, const std::string& link,
                          const std::string& code) {
  port::PageData part;
  const std::string& last = lines.back();
  if (lines.size() == 1 && !link.empty() && last == link) {
    part.sections["BUTTON"] = {{{{"LINK", link}, {"LABEL", draft.button}}, {}}};
  } else if (lines.size() == 1 && !code.empty() && last.ends_with(code)) {
    part.sections["CODE_LINE"] = {{{{"WORDS", last.substr(0, last.size() - code.size())}, {"CODE", code}}, {}}};
  } else {
    port::PageData text;
    for (const auto& line : lines) text.sections["LINE"].push_back({{{"WORDS", line}}, {}});
    part.sections["TEXT"].push_back(std::move(text));
  }
  return part;
}

std::string html_of(const Config& config, const Draft& draft, port::PageData data) {
  const auto value = [&](const char* name) { return data.values.count(name) ? data.values.at(name) : ""; };
  const std::string link = value("LINK"), code = value("CODE");
  data.values["TITLE"] = draft.subject;
  for (const auto& lines : draft.paragraphs) data.sections["PART"].push_back(section_of(draft, lines, link, code));
  return port::expand_page(config.pages.dir + "/mail", "frame.html.tpl", data);
}

std::string life_of(const Locale& locale, const std::string& minutes) {
  constexpr int in_an_hour = 60;
  int all = 0;
  std::from_chars(minutes.data(), minutes.data() + minutes.size(), all);
  const bool hours = all > in_an_hour && all % in_an_hour == 0;
  return std::to_string(hours ? all / in_an_hour : all) + " " + std::string(hours ? locale.hours : locale.minutes);
}

const Locale& locale_of(const Config& config, const Letter& letter) {
  if (const auto* own = find_locale(letter.locale); own && !letter.locale.empty()) return *own;
  const auto* usual = find_locale(config.mail.locale);
  return usual ? *usual : locales().front();
}

}  // namespace

Envelope written_out(Ask& ask, store::TenantDb& db, const Id& id, const Letter& letter) {
  const Config config = settings_of(ask, db);
  const auto tenant = store::own_tenant(db);
  if (!tenant) throw Failure("the tenant of a message is gone");
  if (tenant->status != TenantStatus::active) throw Failure("the tenant of a message is not active");
  const Locale& locale = locale_of(config, letter);
  port::PageData data;
  data.values.insert(letter.values.begin(), letter.values.end());
  const Theme theme = theme_for_letters(config, *tenant);
  put_brand(*tenant, theme, data);
  data.values["LANG"] = locale.tag;
  if (data.values.count("NAME") && data.values["NAME"] != letter.to)
    data.values["NAME"] = unlinked(data.values["NAME"]);
  if (data.values.count("MINUTES")) data.values["LIFE"] = life_of(locale, data.values["MINUTES"]);
  auto text = port::expand_text(config.pages.dir + "/mail/" + std::string(locale.tag), letter.about + ".tpl", data);
  if (!theme.support_address.empty()) text += "\n" + theme.support_address + "\n";  // a paragraph of its own
  const Draft draft = read_draft(text);

  port::Mail mail{config.mail.from, letter.to, data.values["SITE"], draft.subject, draft.body, ""};
  mail.html = html_of(config, draft, std::move(data));
  return {config.mail.from, letter.to, id.text(), port::mail_text(mail, id.text(), ask.now)};
}

}  // namespace doorward::service
