// The words of a row's columns, as routes.def and `doorward --print routes` write them.
#include "route/row.hh"

namespace doorward::route {

std::string_view to_word(Pool pool) { return pool == Pool::gate ? "gate" : "app"; }

std::string_view to_word(Needs needs) {
  switch (needs) {
    case Needs::nobody: return "nobody";
    case Needs::tenant: return "tenant";
    case Needs::token: return "token";
    case Needs::link: return "link";
    case Needs::maybe: return "maybe";
    case Needs::visitor: return "visitor";
    case Needs::acting: return "acting";
    case Needs::check: return "check";
  }
  return "";
}

std::string_view to_word(Takes takes) {
  switch (takes) {
    case Takes::nothing: return "nothing";
    case Takes::json: return "json";
    case Takes::form: return "form";
  }
  return "";
}

std::string_view to_word(Effect effect) {
  switch (effect) {
    case Effect::reads: return "reads";
    case Effect::changes: return "changes";
    case Effect::creates: return "creates";
  }
  return "";
}

}  // namespace doorward::route
