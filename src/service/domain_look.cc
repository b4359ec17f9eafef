#include "service/domain_look.hh"

namespace doorward::service {

Look domain_look(const DomainLook& how) {
  return [how](const std::string& url, std::size_t most) {
    return port::https_get({url, most, how.timeout, how.ask_at, how.ca, how.near});
  };
}

}  // namespace doorward::service
