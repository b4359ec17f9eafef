"""The hot routes, each asked several times over one kept connection; which request was which is noted in order."""
import re

from worker import AUTHORIZER, EMAIL, PASSWORD, check, plain

ROUNDS = 12
WARM_UP = 3  # what is made at the first request of a kind does not count
# Sessions that are asked for by turns. The median is that of most: now and then the record of one is proved anew each time, because
# another stands at its place in store/proved. And as many checks as they take until store/memory, which keeps what it has proved at one
# question in nine, has had each of them at such a one: four and nine have no common divisor.
KNOWN = 4
SETTLED = KNOWN + 9 * KNOWN


def log_in(worker, transport="token"):
    return worker.post("/auth/login", {"email": EMAIL, "password": PASSWORD, "transport": transport})


def tokens(answer):
    """Of a log-in or a refresh with transport "token"."""
    text = answer.body.decode()
    return {name: re.search(f'"{name}":"([^"]+)"', text).group(1) for name in ("access_token", "refresh_token")}


def bearer(made):
    return {"HTTP_AUTHORIZATION": "Bearer " + made["access_token"]}


def cookie(answer):
    lines = [value for name, value in answer.headers if name.lower() == "set-cookie"]
    return next(line.split(";")[0] for line in lines if "session" in line)


class Scenario:
    def __init__(self, worker):
        self.worker = worker
        self.asked = []  # of each request, the route that it measures, or None

    def note(self, name, answer, *statuses):
        if answer.status not in statuses:
            raise RuntimeError(f"{name}: {answer.block.decode()} {answer.body.decode()}")
        self.asked.append(name)
        return answer

    def repeat(self, name, ask, *statuses, warm_up=WARM_UP):
        return [self.note(name if at >= warm_up else None, ask(at), *statuses) for at in range(warm_up + ROUNDS)]

    def run(self):
        worker = self.worker
        self.repeat("live", lambda _: worker.ask(plain("/auth/health/live")), 200)
        once = [tokens(answer) for answer in self.repeat("login", lambda _: log_in(worker), 200)]
        known, cookies = [], []
        for _ in range(KNOWN):
            known.append(bearer(tokens(self.note(None, log_in(worker), 200))))
            cookies.append({"HTTP_COOKIE": "theme=dark; " + cookie(self.note(None, log_in(worker, "session"), 200))})
        self.repeat("verify_jwt", lambda at: worker.ask(check(**known[at % KNOWN])), 204, warm_up=SETTLED)
        self.repeat("verify_apache", lambda at: worker.ask(check(**known[at % KNOWN]), role=AUTHORIZER), 200)
        self.repeat("verify_session", lambda at: worker.ask(check(**cookies[at % KNOWN])), 204, warm_up=SETTLED)
        # At once behind each other: what the former leaves in memory is not too old for the latter, however slow the machine is.
        self.repeat("verify_jwt_new", lambda at: worker.ask(check(**bearer(once[at]))), 204)
        self.repeat("logout", lambda at: worker.post("/auth/logout", {}, **bearer(once[at])), 204)
        self.repeat("verify_stranger", lambda _: worker.ask(check()), 401)
        latest = tokens(self.note(None, log_in(worker), 200))

        def refresh(_):
            nonlocal latest
            answer = worker.post("/auth/refresh", {"refresh_token": latest["refresh_token"]})
            latest = tokens(answer)
            return answer
        self.repeat("refresh", refresh, 200)
        return self.asked
