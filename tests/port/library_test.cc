// A library that is opened when it is needed.
#include "port/library.hh"

#include "base/error.hh"

namespace doorward::port {
namespace {

BOOST_AUTO_TEST_SUITE(library)

BOOST_AUTO_TEST_CASE(its_functions_can_be_called) {
  const Library math("libm.so.6");
  BOOST_TEST(math.find<double(double)>("sqrt")(81) == 9);
}

BOOST_AUTO_TEST_CASE(one_that_is_missing_is_named) {
  BOOST_CHECK_EXCEPTION(Library("libdoorward-nowhere.so.1"), Failure, [](const Failure& failure) {
    return std::string_view(failure.what()).find("libdoorward-nowhere.so.1") != std::string_view::npos;
  });
}

BOOST_AUTO_TEST_CASE(so_is_a_missing_function) {
  const Library math("libm.so.6");
  BOOST_CHECK_EXCEPTION(math.find<void()>("doorward_nothing"), Failure, [](const Failure& failure) {
    return std::string_view(failure.what()) == "libm.so.6 has no doorward_nothing";
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace doorward::port
