"""The hot routes, each asked several times over one kept connection; which request was which is noted in order."""
import re

from worker import AUTHORIZER, EMAIL, PASSWORD, check, plain

ROUNDS = 12
WARM_UP = 3  # what is made at the first request of a kind does not count
# store/memory keeps what it has proved at one question in nine: a check that comes again is not settled before the tenth.
SETTLED = 10


def log_in(worker, transport="token"):
    return worker.post("/auth/login", {"email": EMAIL, "password": PASSWORD, "transport": transport})


def tokens(answer):
    """Of a log-in or a refresh with transport "token"."""
    text = answer.body.decode()
    return {name: re.search(f'"{name}":"([^"]+)"', text).group(1) for name in ("access_token", "refresh_token")}


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
        in_at = [tokens(answer) for answer in self.repeat("login", lambda _: log_in(worker), 200)]
        bearer = "Bearer " + in_at[0]["access_token"]
        self.repeat("verify_jwt", lambda _: worker.ask(check(HTTP_AUTHORIZATION=bearer)), 204, warm_up=SETTLED)
        self.repeat("verify_apache", lambda _: worker.ask(check(HTTP_AUTHORIZATION=bearer), role=AUTHORIZER), 200, warm_up=SETTLED)
        others = [{"HTTP_AUTHORIZATION": "Bearer " + one["access_token"]} for one in in_at]
        self.repeat("verify_jwt_new", lambda at: worker.ask(check(**others[at])), 204)
        session = cookie(self.note(None, log_in(worker, "session"), 200))
        self.repeat("verify_session", lambda _: worker.ask(check(HTTP_COOKIE="theme=dark; " + session)), 204, warm_up=SETTLED)
        self.repeat("verify_stranger", lambda _: worker.ask(check()), 401)
        latest = in_at[0]

        def refresh(_):
            nonlocal latest
            answer = worker.post("/auth/refresh", {"refresh_token": latest["refresh_token"]})
            latest = tokens(answer)
            return answer
        self.repeat("refresh", refresh, 200)
        self.repeat("logout", lambda at: worker.post("/auth/logout", {}, **others[at]), 204)
        return self.asked
