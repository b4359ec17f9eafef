// ctemplate with the AUTOESCAPE pragma put before every file, so that no page can forget it.
#include "port/page_template.hh"

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/error.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

using ctemplate::TemplateCache;
using ctemplate::TemplateDictionary;
using ctemplate::TemplateString;

constexpr int depth_max = 8;  // of includes

TemplateString as_is(const std::string& text) { return {text.data(), text.size()}; }

/// The templates and the dictionary of one page. Nothing is kept between pages: parsing takes microseconds, and an
/// edited file is seen at once.
class Page {
 public:
  Page(std::string folder, const PageData& data, std::string_view pragma)
      : folder_(std::move(folder)), data_(data), pragma_(pragma) {}

  std::string expand(const std::string& name) {
    TemplateDictionary dictionary(as_is(name));
    prepare(dictionary, name, 0);
    std::string out;
    if (!cache_.ExpandWithData(as_is(name), ctemplate::DO_NOT_STRIP, &dictionary, nullptr, &out))
      throw Failure("the template " + name + " does not expand");
    return out;
  }

 private:
  std::string text_of(const std::string& name) const {
    std::ifstream file(folder_ + "/" + name, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) throw Failure("no template " + folder_ + "/" + name);
    return std::move(text).str();
  }

  /// The names behind {{> in a text: "HEAD" for {{>HEAD}}.
  static std::set<std::string> included(const std::string& text) {
    std::set<std::string> names;
    for (auto at = text.find("{{>"); at != std::string::npos; at = text.find("{{>", at + 3))
      names.insert(text.substr(at + 3, text.find("}}", at) - at - 3));
    return names;
  }

  /// Loads one file and what it includes, each filled like the page itself.
  void prepare(TemplateDictionary& dictionary, const std::string& name, int depth) {
    if (depth > depth_max) throw Failure("the template " + name + " includes itself");
    const std::string text = text_of(name);
    fill(dictionary, data_);
    for (const auto& marker : included(text)) {
      const std::string file = lower_ascii(marker) + ".tpl";
      auto* part = dictionary.AddIncludeDictionary(as_is(marker));
      part->SetFilename(as_is(file));
      prepare(*part, file, depth + 1);
    }
    const std::string guarded = std::string(pragma_) + text;
    if (loaded_.insert(name).second &&
        !cache_.StringToTemplateCache(as_is(name), as_is(guarded), ctemplate::DO_NOT_STRIP))
      throw Failure("the template " + name + " does not parse");
  }

  static void fill(TemplateDictionary& dictionary, const PageData& data) {
    for (const auto& [name, value] : data.values) dictionary.SetValue(as_is(name), as_is(value));
    for (const auto& [name, entries] : data.sections)
      for (const auto& entry : entries) fill(*dictionary.AddSectionDictionary(as_is(name)), entry);
  }

  std::string folder_;
  const PageData& data_;
  std::string_view pragma_;
  TemplateCache cache_;
  std::set<std::string> loaded_;
};

}  // namespace

std::string expand_page(const std::string& folder, const std::string& name, const PageData& data) {
  return Page(folder, data, "{{%AUTOESCAPE context=\"HTML\"}}").expand(name);
}

std::string expand_text(const std::string& folder, const std::string& name, const PageData& data) {
  return Page(folder, data, "").expand(name);
}

}  // namespace doorward::port
