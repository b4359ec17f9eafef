// RFC 3339 and DATETIME(6): what is read is written back as it was.
#include "base/time.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto time = parse_rfc3339(input)) {
    fuzz::promise(parse_rfc3339(to_rfc3339(*time)) == time, "the same instant");
    fuzz::promise(from_unix(to_unix(*time)) <= *time, "whole seconds before it");
  }
  if (const auto time = parse_sql(input)) fuzz::promise(parse_sql(to_sql(*time)) == time, "the same instant");
}
