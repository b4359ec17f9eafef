"""A mail server for tests: smtp_server.py FOLDER [WORD…]. Says its port on standard output, keeps each message it takes as
FOLDER/N.json, and ends with its standard input.

Words: tls (from the first byte), starttls (offered and demanded), auth (ada / lovelace), rcpt=CODE, mail=CODE, data=CODE
(what it answers there), cut (in the middle of a message), cut-after (a message was taken, its answer is not sent), slow
(never answers a message), silent (never says a word), once (a session's second message finds it gone).
"""
import asyncio
import itertools
import json
import logging
import pathlib
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

from certificates import server_context

FOLDER, WORDS = pathlib.Path(sys.argv[1]), dict(word.partition("=")[::2] for word in sys.argv[2:])
NUMBERS = itertools.count(1)
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def certificates():
    return server_context(FOLDER, "DNS:localhost,IP:127.0.0.1")


class Conversation:
    async def handle_MAIL(self, server, session, envelope, address, _options):
        session.messages = getattr(session, "messages", 0) + 1
        if "once" in WORDS and session.messages > 1:
            server.transport.abort()
        if "mail" in WORDS:
            return WORDS["mail"] + " no mail from there"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if "rcpt" in WORDS:
            return WORDS["rcpt"] + " no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "slow" in WORDS:
            await asyncio.Event().wait()
        if "data" in WORDS:
            return WORDS["data"] + " not this message"
        if "cut" in WORDS:
            server.transport.abort()
            return "250 nobody hears it"
        part = FOLDER / "part"  # nobody finds half a message
        part.write_text(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos, "message": envelope.original_content.decode(),
            "tls": server.transport.get_extra_info("ssl_object") is not None, "login": session.auth_data or "", "session": id(session)}))
        part.rename(FOLDER / f"{next(NUMBERS)}.json")
        if "cut-after" in WORDS:
            server.transport.abort()
        return "250 taken"


def authenticate(_server, _session, _envelope, _mechanism, data):
    good = (data.login, data.password) == (b"ada", b"lovelace")
    return AuthResult(success=good, handled=good, auth_data="ada" if good else None)


def session():
    more = {}
    if "starttls" in WORDS:
        more.update(tls_context=certificates(), require_starttls=True)
    if "auth" in WORDS:
        more.update(authenticator=authenticate, auth_required=True, auth_require_tls="starttls" in WORDS)
    return SMTP(Conversation(), hostname="mail.example.test", enable_SMTPUTF8=True, **more)


class Silent(asyncio.Protocol):
    pass


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Silent if "silent" in WORDS else session, "127.0.0.1", 0,
                                      ssl=certificates() if "tls" in WORDS else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    over = asyncio.Event()
    loop.add_reader(sys.stdin, over.set)
    await over.wait()


asyncio.run(main())
