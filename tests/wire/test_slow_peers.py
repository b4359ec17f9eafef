"""Peers that stop in the middle of a body: they hold no worker, however many they are."""
import contextlib
import socket
import unittest

from site_under_test import ORIGINS, TIMEOUT, ask, host_of

SIZE, MORE_THAN_THERE_ARE_WORKERS = 20_000, 6


def begin(column, target):
    """A POST of which half the body is sent."""
    host, port = host_of(column).split(":")
    peer = socket.create_connection((host, int(port)), timeout=TIMEOUT)
    peer.sendall(f"POST {target} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\nConnection: close\r\n"
                 f"Content-Length: {SIZE}\r\n\r\n".encode() + b"[" * (SIZE // 2))
    return peer


class SlowPeers(unittest.TestCase):
    def test_what_stalls_holds_no_worker(self):
        """A worker that was held would have said 408 by the time somebody else is answered."""
        for column in ORIGINS:
            for target, other, expected in (("/auth/verify", "/auth/verify", 401), ("/auth/login", "/auth/csrf", 400)):
                with self.subTest(column=column, target=target), contextlib.ExitStack() as peers:
                    stalled = [peers.enter_context(begin(column, target)) for _ in range(MORE_THAN_THERE_ARE_WORKERS)]
                    self.assertIn(ask(column, "GET", other).status, (200, 401))
                    for peer in stalled:
                        peer.sendall(b"[" * (SIZE - SIZE // 2))
                    for peer in stalled:
                        self.assertIn(f" {expected} ".encode(), peer.recv(64))
