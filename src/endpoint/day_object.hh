// A day's figures as clients see them.
#pragma once
#include "port/json.hh"
#include "service/analytics.hh"

namespace doorward::endpoint {

/// {day, sign_ins, active_users, failures, new_users, mfa_share}; the share of no sign-ins is null.
port::Json day_object(const store::DayFigures& day);

}  // namespace doorward::endpoint
