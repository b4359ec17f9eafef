// Names, picture, time zone and locale: what is taken of them, whoever changes them.
#pragma once
#include <string>
#include <vector>

#include "service/accounts.hh"

namespace doorward::service {

class Changes {
 public:
  void name(std::string_view field, const std::optional<std::string>& wanted, std::string& value);
  void text(std::string_view field, const std::optional<std::string>& wanted, bool (*good)(const std::string&),
            std::string& value);
  const std::vector<std::string>& changed() const { return changed_; }  // fields that have another value now
  const std::vector<FieldError>& errors() const { return errors_; }

 private:
  void refuse(std::string_view field) { errors_.push_back({std::string(field), "has a form that is not taken"}); }
  void take(std::string_view field, const std::string& wanted, std::string& value);
  std::vector<std::string> changed_;
  std::vector<FieldError> errors_;
};

/// Writes into `user` what is wanted and has a form that is taken.
Changes apply(const MeChange& change, User& user);

}  // namespace doorward::service
