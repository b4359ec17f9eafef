// A page of people as every list of them answers it: ?q=, ?status=, ?role=, ?limit=, ?cursor=, ?format=json|csv|jsonl.
#pragma once
#include "endpoint/call.hh"

namespace doorward::endpoint {

/// Of those in the house that the actor acts in.
Result<http::Response> people_page(const Call& call, const service::Actor& actor);

}  // namespace doorward::endpoint
