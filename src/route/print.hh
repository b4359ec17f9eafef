// What `doorward --print` says of routes, errors and metrics; committed as docs/routes.txt and so on.
#pragma once
#include <string>

namespace doorward::route {

std::string print_routes();   // a paragraph per row, opened by "METHOD PATH"
std::string print_errors();   // likewise, opened by "CODE STATUS"
std::string print_metrics();  // likewise, opened by "name{labels}"

}  // namespace doorward::route
