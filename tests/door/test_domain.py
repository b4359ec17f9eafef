"""A domain that an owner wants verified: the request asks nobody, the master's child looks, and not into this house."""
import json
import unittest

import test_upkeep
from doorward_process import Master
from fastcgi_client import ask, parameters

PASSWORD = "violet tractors hum at midnight"


class Domain(test_upkeep.InAHouse):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ctl = cls.database.ctl
        ctl("tenant", "create", "acme", "--name", "Acme", "--plan", "pro")
        ctl("user", "create", "ann@example.test", "--tenant", "acme", "--role", "owner", "--password-stdin", say=PASSWORD)

    def api(self, method, path, body=None, **more):
        text = json.dumps(body).encode() if body is not None else b""
        values = {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(text))} if body is not None else {}
        answer = ask(self.folder.app, parameters(path, method, HTTP_X_TENANT_ID="acme", **values, **more), text)
        return answer.status, json.loads(answer.body)

    def test_the_masters_child_looks_and_asks_nobody_in_this_house(self):
        self.folder.write(upkeep__every="1s")
        master = Master(self.folder).await_note("READY=1")
        self.addCleanup(master.stop)
        _, entered = self.api("POST", "/auth/login", {"email": "ann@example.test", "password": PASSWORD, "transport": "token"})
        token = {"HTTP_AUTHORIZATION": "Bearer " + entered["tokens"]["access_token"]}
        status, _ = self.api("PATCH", "/auth/tenant", {"custom_domain": "acme.localhost"}, **token)
        self.assertEqual(status, 200)
        status, asked = self.api("POST", "/auth/tenant/domain/verify", **token)
        self.assertEqual((status, asked["url"]), (202, "https://acme.localhost/.well-known/doorward-domain"))
        self.await_true(lambda: self.api("GET", "/auth/tenant", **token)[1]["domain_check"]["checked_at"])
        check = self.api("GET", "/auth/tenant", **token)[1]["domain_check"]
        self.assertEqual((check["asked_at"], check["why"]), (asked["asked_at"], "unreachable"))
        self.assertEqual(self.api("POST", "/auth/tenant/domain/verify", **token)[0], 429)


if __name__ == "__main__":
    unittest.main()
