// Content-Type of forms: no header makes the parser read past the body or accept a boundary that is none.
#include "port/form_body.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto form =
      port::parse_form(input, "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--\r\n");
  if (!form) return;
  fuzz::promise(form->size() == 1 && form->front().first == "a" && form->front().second == "1", "the one field");
}
