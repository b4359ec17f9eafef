// Pages: which requests want one, and how a template becomes an answer.
#pragma once
#include <string>

#include "base/config.hh"
#include "http/request.hh"
#include "http/response.hh"
#include "port/page_template.hh"

namespace doorward::http {

/// What a template is filled with; the names stand at the head of each of pages/*.tpl.
using Page = port::PageData;

/// A browser loads a page: Sec-Fetch-Mode is navigate; where it is absent, Accept has text/html.
bool page_load(const Request& request);

/// pages.dir/`name` as an answer; BASE is filled in here, and LANG where it is not said. Throws Failure when the
/// template is broken.
Response page(const Config& config, int status, const std::string& name, Page data);

/// A file of pages.dir as it is. Throws Failure when it cannot be read.
std::string page_file(const Config& config, const std::string& name);

}  // namespace doorward::http
