// traceparent: what is taken has the form that goes on into logs and events.
#include "model/trace.hh"
#include "support/fuzz.hh"

using namespace doorward;

namespace {

bool good(const std::string& id, std::size_t size) {
  return id.size() == size && id.find_first_not_of("0123456789abcdef") == id.npos && id != std::string(size, '0');
}

}  // namespace

FUZZ_TARGET(input) {
  const auto trace = parse_traceparent(input);
  if (!trace) return;
  fuzz::promise(good(trace->trace_id, 32) && good(trace->parent_id, 16), "ids are hex and not zero");
  fuzz::promise(trace->span_id.empty(), "our span is not the client's");
  fuzz::promise(input.substr(3, 32) == trace->trace_id && input.substr(36, 16) == trace->parent_id,
                "taken as they are");
}
