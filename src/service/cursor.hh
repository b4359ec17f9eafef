// Cursors of lists: where a page ended, for the next one. Opaque to clients, MACed, bound to tenant, route
// and filter, so that a cursor is good for exactly the list it came from.
#pragma once
#include <string>

#include "service/world.hh"

namespace doorward::service {

/// Which list: `route` "GET /auth/sessions", `filter` everything that chose the rows (user, query, order).
struct ListPlace {
  TenantId tenant;
  std::string route, filter;
};

/// `last`: the sort key of the last row of this page.
std::string make_cursor(Ask& ask, const ListPlace& list, std::string_view last);
/// The sort key; VALIDATION_ERROR on "cursor" for one that was not made for this list.
Result<std::string> read_cursor(Ask& ask, const ListPlace& list, std::string_view cursor);

}  // namespace doorward::service
