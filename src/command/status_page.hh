// What `status` says and `top` refreshes.
#pragma once
#include <string>

#include "port/json.hh"
#include "service/status.hh"

namespace doorward::command {

port::Json status_answer(const service::Status& status, Time now);
/// The same for people: what is one value on top, tables below.
std::string status_page(const port::Json& answer, const service::Status& status);

}  // namespace doorward::command
