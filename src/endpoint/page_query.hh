// ?limit= and ?cursor= of every list.
#pragma once
#include <string>

#include "base/result.hh"
#include "http/request.hh"

namespace doorward::endpoint {

struct PageQuery {
  int limit = 50;  // 1 to 200
  std::string cursor;
};
/// VALIDATION_ERROR naming `limit`, which is `usual` where it is not said. The cursor is judged by the list's service.
Result<PageQuery> read_page_query(const http::Request& request, int usual = 50, int most = 200);

}  // namespace doorward::endpoint
