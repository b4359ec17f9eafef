// What a process asks again and again, for whoever wants to know, may cost it a tenth of its time.
#pragma once
#include <algorithm>

#include "base/time.hh"

namespace doorward::service {

/// How long it is left alone after it took so long: a second at least.
inline Span rest_of_a_tenth(Span took) { return std::max<Span>(seconds(1), 9 * took); }

}  // namespace doorward::service
