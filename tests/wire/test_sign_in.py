"""The way of a browser: led to the sign-in page, back to exactly the page asked for; scripts get 401; no loops."""
import unittest

from site_under_test import ORIGINS, Browser, ask, identity, person

TARGET = "/protected/deep/page?x=1&y=%20z&next=/wiki/?id=a%26b"


class SignIn(unittest.TestCase):
    def test_back_to_exactly_the_page_asked_for(self):
        owner = person("acme", "owner")
        for column in ORIGINS:
            with self.subTest(column):
                browser = Browser(column)
                back = browser.sign_in(TARGET, owner)
                self.assertEqual(back, TARGET)
                page = browser.load(back)
                self.assertEqual(page.status, 200)
                self.assertEqual(identity(page)["DOORWARD_EMAIL"], owner["email"])
                self.assertIn("request GET " + TARGET, page.text)

    def test_a_wrong_password_shows_the_form_again_and_lets_nobody_in(self):
        for column in ORIGINS:
            with self.subTest(column):
                browser = Browser(column)
                with self.assertRaises(AssertionError):
                    browser.sign_in("/protected/", {**person("globex", "owner"), "password": "not the password at all"})
                self.assertEqual(browser.load("/protected/").status, 302)

    def test_a_script_gets_401_with_a_challenge_and_no_redirect(self):
        for column in ORIGINS:
            with self.subTest(column):
                answer = ask(column, "GET", "/protected/", {"Accept": "application/json"})
                self.assertEqual(answer.status, 401)
                self.assertIsNone(answer.header("Location"))
                self.assertIn("Bearer", answer.header("WWW-Authenticate") or "")

    def test_a_wrong_role_gets_the_403_page_and_no_loop(self):
        for column in ORIGINS:
            with self.subTest(column):
                browser = Browser(column)
                browser.sign_in("/protected/", person("acme", "user"))
                refused = browser.load("/admin-only/")
                self.assertEqual(refused.status, 403)
                self.assertIsNone(refused.header("Location"))
                self.assertIn("text/html", refused.header("Content-Type"))
                self.assertNotIn("REMOTE_USER", refused.text)

    def test_signing_out_closes_the_door(self):
        for column in ORIGINS:
            with self.subTest(column):
                browser = Browser(column)
                browser.sign_in("/protected/", person("acme", "manager"))
                kept = dict(browser.cookies)
                out = browser.send("POST", "/auth/logout", {"Sec-Fetch-Site": "same-origin", "Origin": ORIGINS[column],
                                                            "Content-Type": "application/json"}, b"{}")
                self.assertIn(out.status, (202, 204))
                browser.cookies = kept
                self.assertEqual(browser.load("/protected/").status, 302)
