// HTML from templates, by ctemplate, with automatic escaping everywhere.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace doorward::port {

/// What a template is filled with: {{NAME}} from `values`, {{#SECTION}}…{{/SECTION}} once per entry of `sections`
/// (values of the page are seen inside). {{>HEAD}} is the file head.tpl of the same folder, filled with the same.
struct PageData {
  std::map<std::string, std::string> values;
  std::map<std::string, std::vector<PageData>> sections;
};

/// Expands the file `name` ("login.tpl") of `folder`. Throws Failure when a template is missing or does not parse.
std::string expand_page(const std::string& folder, const std::string& name, const PageData& data);
/// Likewise for what is no HTML: nothing is escaped.
std::string expand_text(const std::string& folder, const std::string& name, const PageData& data);

}  // namespace doorward::port
