// What `doorward --print` says of routes and errors; committed as docs/routes.txt and docs/errors.txt.
#pragma once
#include <string>

namespace doorward::route {

std::string print_routes();  // a paragraph per row, opened by "METHOD PATH"
std::string print_errors();  // likewise, opened by "CODE STATUS"

}  // namespace doorward::route
