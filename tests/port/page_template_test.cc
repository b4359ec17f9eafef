// Escaping by context, sections, includes.
#include "port/page_template.hh"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/error.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "doorward-pages-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  void put(const std::string& name, const std::string& text) const { std::ofstream(path + "/" + name) << text; }
  std::string path;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(page_template, Folder)

BOOST_AUTO_TEST_CASE(values_are_escaped_where_they_stand) {
  put("a.tpl", "<p title=\"{{V}}\">{{V}}</p><a href=\"{{U}}\">x</a><script>var v = '{{V}}';</script>");
  const std::string page =
      expand_page(path, "a.tpl", {{{"V", "\"><script>alert('1')</script>&"}, {"U", "javascript:alert(1)"}}, {}});
  BOOST_TEST(page.find("<script>alert") == std::string::npos);
  BOOST_TEST(page.find("javascript:") == std::string::npos);
  BOOST_TEST(page.find("title=\"&quot;&gt;&lt;script&gt;") != std::string::npos, page);
  BOOST_TEST(page.find("\\x3cscript\\x3e") != std::string::npos, page);
}

BOOST_AUTO_TEST_CASE(sections_once_per_entry_and_see_the_page) {
  put("a.tpl", "{{#ROW}}[{{NAME}}{{SITE}}]{{/ROW}}{{#NONE}}never{{/NONE}}");
  PageData data{{{"SITE", "!"}}, {{"ROW", {{{{"NAME", "a"}}, {}}, {{{"NAME", "<b"}}, {}}}}}};
  BOOST_TEST(expand_page(path, "a.tpl", data) == "[a!][&lt;b!]");
}

BOOST_AUTO_TEST_CASE(includes_are_filled_alike) {
  put("head.tpl", "<title>{{TITLE}}</title>{{#WARN}}{{TEXT}}{{/WARN}}");
  put("a.tpl", "{{! a comment}}{{>HEAD}}<p>{{TITLE}}</p>{{>HEAD}}");
  const PageData data{{{"TITLE", "<x>"}}, {{"WARN", {{{{"TEXT", "w"}}, {}}}}}};
  const std::string head = "<title>&lt;x&gt;</title>w";
  BOOST_TEST(expand_page(path, "a.tpl", data) == head + "<p>&lt;x&gt;</p>" + head);
}

BOOST_AUTO_TEST_CASE(an_edited_file_is_seen) {
  put("a.tpl", "one");
  BOOST_TEST(expand_page(path, "a.tpl", {}) == "one");
  put("a.tpl", "two");
  BOOST_TEST(expand_page(path, "a.tpl", {}) == "two");
}

BOOST_AUTO_TEST_CASE(bytes_of_values_stay) {
  put("a.tpl", "{{V}}");
  BOOST_TEST(expand_page(path, "a.tpl", {{{"V", "Zoë 🦉 {{V}} {{#X}}"}}, {}}) == "Zoë 🦉 {{V}} {{#X}}");
}

BOOST_AUTO_TEST_CASE(missing_broken_and_endless_templates_fail) {
  BOOST_CHECK_THROW(expand_page(path, "none.tpl", {}), Failure);
  put("broken.tpl", "{{#A}}no end");
  BOOST_CHECK_THROW(expand_page(path, "broken.tpl", {}), Failure);
  put("lost.tpl", "{{>NOWHERE}}");
  BOOST_CHECK_THROW(expand_page(path, "lost.tpl", {}), Failure);
  put("loop.tpl", "{{>LOOP}}");
  BOOST_CHECK_THROW(expand_page(path, "loop.tpl", {}), Failure);
}

BOOST_AUTO_TEST_SUITE_END()
