"""A FastCGI client for tests: records by hand, so that they can also be wrong."""
import socket
import struct

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR = 1, 2, 3, 4, 5, 6, 7
RESPONDER, AUTHORIZER = 1, 2


def record(kind, content=b"", number=1, version=1):
    return struct.pack("!BBHHBx", version, kind, number, len(content), 0) + content


def begin(role=RESPONDER, keep=False, number=1):
    return record(BEGIN, struct.pack("!HB5x", role, 1 if keep else 0), number)


def length(size):
    return bytes([size]) if size < 128 else struct.pack("!I", size | 0x80000000)


def pair(name, value):
    name, value = (text.encode() if isinstance(text, str) else text for text in (name, value))
    return length(len(name)) + length(len(value)) + name + value


def stream(kind, content, number=1):
    parts = [content[at:at + 65000] for at in range(0, len(content), 65000)]
    return b"".join(record(kind, part, number) for part in parts) + record(kind, b"", number)


def parameters(path="/auth/health/live", method="GET", **more):
    known = {"REQUEST_METHOD": method, "REQUEST_URI": path, "DOCUMENT_URI": path.split("?")[0], "SCRIPT_NAME": path,
             "QUERY_STRING": path.partition("?")[2], "REMOTE_ADDR": "127.0.0.1", "REQUEST_SCHEME": "http",
             "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1:8080"}
    known.update(more)
    return known


def request(values, body=b"", role=RESPONDER, keep=False, number=1):
    """`values`: a dict, or a list of pairs where a name stands twice."""
    pairs = values.items() if isinstance(values, dict) else values
    said = b"".join(pair(name, value) for name, value in pairs)
    made = begin(role, keep, number) + stream(PARAMS, said, number)
    return made if role == AUTHORIZER else made + stream(STDIN, body, number)


class Answer:
    def __init__(self, out, ended):
        self.ended = ended
        head, _, self.body = out.partition(b"\r\n\r\n")
        self.block = head
        self.headers = [tuple(line.split(": ", 1)) for line in head.decode("latin-1").split("\r\n") if ": " in line]
        status = self.header("status")
        self.status = int(status[:3]) if status else None

    def header(self, name):
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)


def connect(address, timeout=10):
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    peer = socket.socket(family, socket.SOCK_STREAM)
    peer.settimeout(timeout)
    try:
        peer.connect(address)
    except OSError:
        peer.close()
        raise
    return peer


def exactly(peer, size):
    got = b""
    while len(got) < size:
        part = peer.recv(size - len(got))
        if not part:
            return None  # the end came before
        got += part
    return got


def read_answer(peer):
    """One answer up to its END_REQUEST; `ended` is false when the connection ended before."""
    out = b""
    while True:
        try:
            head = exactly(peer, 8)
            if head is None:
                return Answer(out, False)
            _, kind, _, size, padding = struct.unpack("!BBHHBx", head)
            content = exactly(peer, size + padding)
        except ConnectionResetError:
            return Answer(out, False)
        if content is None:
            return Answer(out, False)
        if kind == STDOUT:
            out += content[:size]
        if kind == END:
            return Answer(out, True)


def ask(address, values=None, body=b"", role=RESPONDER, timeout=10):
    with connect(address, timeout) as peer:
        peer.sendall(request(values or parameters(), body, role))
        answer = read_answer(peer)
        if answer.ended:
            exactly(peer, 1)  # until the worker has closed it too
        return answer
