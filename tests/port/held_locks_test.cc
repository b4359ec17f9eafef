// Held locks are counted without taking any.
#include "port/held_locks.hh"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "port/password_hash.hh"
#include "support/folder.hh"

using namespace doorward::port;

BOOST_AUTO_TEST_SUITE(held)

BOOST_AUTO_TEST_CASE(slots_in_use_are_counted_and_stay_free_to_take) {
  const tests::Folder folder;
  BOOST_TEST(held_locks(folder / "", "hash", 2) == 0);
  HashSlots slots(folder / "", 2, 1, std::chrono::milliseconds(1));
  {
    const auto first = slots.take();
    BOOST_TEST(held_locks(folder / "", "hash", 2) == 1);
    const auto second = slots.take();
    BOOST_REQUIRE(second);
    BOOST_TEST(held_locks(folder / "", "hash", 2) == 2);
    BOOST_TEST(held_locks(folder / "", "hash", 1) == 1);
    BOOST_TEST(held_locks(folder / "", "queue", 1) == 0);
    const int seat = ::open((folder / "queue.0").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ::flock(seat, LOCK_EX);
    BOOST_TEST(held_locks(folder / "", "queue", 1) == 1);
    ::close(seat);
  }
  BOOST_TEST(held_locks(folder / "", "hash", 2) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
