// Making accounts and organizations, coming in with a password, looking at and changing oneself.
#pragma once
#include "base/secret.hh"
#include "model/visitor.hh"
#include "service/entrance.hh"

namespace doorward::service {

struct Person {
  std::string email;
  Secret password;
  std::string first_name, last_name;
};

struct SignUp {
  std::string organization_name, slug;
  Person owner;
  Transport transport = Transport::token;
};
/// Whoever made an account is in, or has to verify the address first.
struct Registered {
  bool verification_required = false;
  std::optional<Entered> entered;
};
/// Organization, settings, owner, role and first session (or the message that verifies) in one transaction.
/// REGISTRATION_CLOSED, SLUG_INVALID, SLUG_RESERVED, SLUG_TAKEN, VALIDATION_ERROR, WEAK_PASSWORD, OVERLOADED.
Result<Registered> sign_up(Ask& ask, const SignUp& wanted);

/// REGISTRATION_CLOSED, USER_EXISTS (verification off), WEAK_PASSWORD, VALIDATION_ERROR, OVERLOADED.
Result<Registered> register_user(Ask& ask, TenantId tenant, const Person& person, Transport transport);

struct LogIn {
  std::string email;
  Secret password;
  std::string device_id;      // as the client names itself
  std::string device_cookie;  // as it was set before; may be empty or forged
  Transport transport = Transport::token;
};
/// INVALID_CREDENTIALS for unknown, wrong, locked and inactive alike; RATE_LIMIT_EXCEEDED with a growing
/// delay; OVERLOADED. `platform` true: among administrators of the platform and resellers.
Result<Entered> log_in(Ask& ask, TenantId tenant, const LogIn& wanted);
Result<Entered> log_in_platform(Ask& ask, const LogIn& wanted);

struct SlugAnswer {
  std::string slug;
  bool available = false;
  std::string reason;  // "", "invalid", "reserved", "taken"
};
SlugAnswer slug_available(Ask& ask, std::string_view slug);

struct Me {
  User user;
  Tenant tenant;
  std::vector<std::string> permissions;
  std::optional<UserId> impersonator{};  // who acts for the person
};
Result<Me> me(Ask& ask, const Visitor& visitor);

struct MeChange {  // absent: unchanged
  std::optional<std::string> first_name, last_name, avatar_url, timezone, locale;
  std::optional<std::string> email{};  // takes effect when it is verified
  Secret password{};                   // needed for another address
};
/// VALIDATION_ERROR; for another address as prove_password, and RATE_LIMIT_EXCEEDED.
Result<Me> change_me(Ask& ask, const Visitor& visitor, const MeChange& change);

}  // namespace doorward::service
