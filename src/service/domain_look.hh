// How a tenant's site is asked. Named by doorwardctl alone: the worker is linked without the library behind it.
#pragma once
#include "service/domain_check.hh"

namespace doorward::service {

/// How to get there, where the name alone does not say it.
struct DomainLook {
  std::string ask_at{};         // "host:port" in place of where the name leads
  std::string ca{};             // a file of certificates in place of the system's
  std::vector<Network> near{};  // that may be asked although they are not on the internet
  Span timeout = seconds(10);
};
Look domain_look(const DomainLook& how);

}  // namespace doorward::service
