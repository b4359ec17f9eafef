// Whoever was invited comes in: with a new account, or with one of another tenant that becomes linked. The link proves
// the address. Whether registration is open has no say here: the invitation is the word of those who run the tenant.
#pragma once
#include "model/visitor.hh"
#include "service/accounts.hh"
#include "service/linked_identities.hh"
#include "service/one_time.hh"

namespace doorward::service {

// All: INVALID_INVITE for one that is unknown, used, withdrawn, expired, overtaken by a newer link, or that its inviter
// could not make any more; RATE_LIMIT_EXCEEDED for guessed codes; USER_EXISTS: the address has an account here by now;
// USER_LIMIT_EXCEEDED; INVALID_TENANT. What is refused uses nothing up.

/// `person.email` empty, or the address that was invited (else INVALID_INVITE). As register_user.
Result<Entered> accept_as_new(Ask& ask, TenantId tenant, const Presented& presented, const Person& person,
                              Transport transport);

/// By the password of an account in another tenant, checked as at log-in. INVALID_CREDENTIALS; CONFLICT as join.
Result<Entered> accept_as_known(Ask& ask, TenantId tenant, const Presented& presented, const LinkWish& account,
                                Transport transport);

/// By who is signed in at another tenant; they may then switch. CONFLICT as join.
Result<std::vector<Membership>> accept_as_visitor(Ask& ask, TenantId tenant, const Presented& presented,
                                                  const Visitor& visitor);

}  // namespace doorward::service
