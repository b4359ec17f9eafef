"""Letters that the stack wrote into its mail folder."""
import email
import email.policy
import time

from test_tasks import STACK, doorwardctl


def letters_to(address, count):
    """The texts of so many letters to an address, in the order of their names, which are ids. The stack's own upkeep may be the
    one that sends them."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert doorwardctl("tick", "--only", "mail").returncode == 0
        messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                    for path in sorted((STACK / "mail").glob("*.eml"))]
        found = [message.get_body(("plain",)).get_content() for message in messages if address == message["To"].addresses[0].addr_spec]
        if len(found) == count:
            return found
    raise AssertionError(f"{len(found)} letters instead of {count}")
