// How an attempt to hand a message on ended.
#pragma once
#include <string>

namespace doorward::port {

enum class Sent {
  taken,    // whoever took it answers for it now
  refused,  // for good: this recipient, or this message
  later,    // not now: this message alone
  away,     // nobody is there, or our own settings are wrong: another message would fare no better
};

struct Delivery {
  Sent sent = Sent::away;
  std::string why{};  // for an operator, one line; empty where it was taken
};

}  // namespace doorward::port
