// What every test includes: Boost.Test, compiled once (make precompiles this header).
#ifndef DOORWARD_TEST_HH
#define DOORWARD_TEST_HH
#define BOOST_TEST_DYN_LINK
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>
#endif
