// A day's figures as clients see them.
#pragma once
#include "port/json.hh"
#include "service/analytics.hh"

namespace doorward::endpoint {

/// {day, complete, counted_until, sign_ins, active_users, failures, new_users, mfa_share}; the share of no sign-ins is
/// null, and so are all figures of a day that is not counted yet.
port::Json day_object(const store::DayFigures& day);

}  // namespace doorward::endpoint
