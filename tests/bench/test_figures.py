"""What the bench makes of its rounds."""
import json
import unittest

import plan
from briefly import IN_WORDS, in_words
from figures import (BEGIN, END, Round, Scenario, as_json, closing, compare, interleaved, meets, missed, put_into_page,
                     table)


def rounds(*rates, errors=0):
    return [Round(rate, 100 * rate, 900 * rate, errors) for rate in rates]


class Figures(unittest.TestCase):
    def test_medians_are_compared_not_means(self):
        made = compare("verify", "M", rounds(90, 1, 100), rounds(100, 110, 5000), ">= 0.8")
        self.assertEqual((made.value, made.yardstick_value, made.ratio), (90, 110, 0.818))
        self.assertEqual((made.p50_us, made.p99_us, made.rounds), (9000, 81000, 3))
        self.assertTrue(made.met)

    def test_of_an_even_number_of_rounds_the_middle_two_are_halved(self):
        self.assertEqual(compare("x", "y", rounds(1, 2, 4, 100), rounds(1), "<= 3").ratio, 3)

    def test_a_bound_itself_is_met_in_both_directions(self):
        self.assertEqual([meets(ratio, ">= 0.92") for ratio in (0.919, 0.92, 1)], [False, True, True])
        self.assertEqual([meets(ratio, "<= 3") for ratio in (2, 3, 3.001)], [True, True, False])
        self.assertTrue(meets(0, ""))

    def test_a_ratio_is_written_so_that_it_says_what_is_met(self):
        written = [compare("x", "y", rounds(rate), rounds(1000), target).ratio_text
                   for rate, target in ((917, ">= 0.92"), (917, ">= 0.9"), (920, ">= 0.92"), (1504, "<= 1.5"), (1204, ""))]
        self.assertEqual(written, ["0.917", "0.92", "0.92", "1.504", "1.20"])

    def test_one_error_anywhere_fails_the_scenario(self):
        good = rounds(100, 100)
        for ours, theirs in ((rounds(100, errors=1), good), (good, rounds(100, errors=1))):
            made = compare("verify", "M", ours, theirs, ">= 0.5")
            self.assertEqual((made.errors, made.met), (1, False))

    def test_a_yardstick_that_did_nothing_is_no_success(self):
        for target in (">= 0.5", "<= 3"):
            self.assertFalse(compare("verify", "M", rounds(100), rounds(0), target).met)

    def test_measures_take_turns(self):
        order = []
        first, second = interleaved(2, lambda: order.append("a") or 1, lambda: order.append("b") or 2)
        self.assertEqual((order, first, second), (["a", "b", "a", "b"], [1, 1], [2, 2]))

    def test_json_has_exactly_what_is_promised(self):
        made = compare("login", "Argon2id alone", rounds(10), rounds(10), ">= 0.9")
        read = json.loads(as_json("a machine", "abc", [made]))
        self.assertEqual(list(read), ["machine", "commit", "scenarios"])
        self.assertEqual(list(read["scenarios"][0]), ["name", "yardstick", "value", "yardstick_value", "ratio", "target",
                                                      "p50_us", "p99_us", "errors", "rounds"])
        self.assertIs(json.loads(as_json("a machine", "abc", [made], quick=True))["quick"], True)

    def test_the_table_says_what_is_not_met(self):
        missed = Scenario("login", "Argon2id alone", 1, 2, 0.5, ">= 0.9", 1, 2, 0, 3)
        aside = Scenario("M, of E", "E", 1, 2, 0.5, "", 1, 2, 0, 3)
        self.assertIn("NOT MET", table([missed])[2])
        self.assertNotIn("met", table([aside])[2].lower())

    def test_the_last_line_counts_targets_and_names_what_was_missed(self):
        met, slow = (compare(name, "E", rounds(rate), rounds(100), ">= 0.9") for name, rate in (("start", 95), ("login", 50)))
        aside, broken = compare("of E", "E", rounds(1), rounds(100), ""), compare("of M", "M", rounds(1, errors=1), rounds(1), "")
        self.assertEqual(closing([met, aside]), "1 met, 0 missed")
        self.assertEqual(closing([met, slow, aside]), "1 met, 1 missed: login")
        self.assertEqual((missed([met, aside]), missed([aside, broken, slow])), ([], ["of M", "login"]))

    def test_in_words_too_a_target_is_met_or_not(self):
        made = [compare(name, "E", rounds(50 if name == "login" else 95), rounds(100), ">= 0.9") for name in plan.NAMES]
        origin, *_ = lines = in_words("so", made)
        rows = lines[-len(IN_WORDS):]
        self.assertEqual(origin, "so")
        for (name, words), row in zip(IN_WORDS, rows):
            end = "0.50 | >= 0.9 | NOT MET |" if name == "login" else "0.95 | >= 0.9 |  |"
            self.assertEqual(row, f"| {words} | {end}")

    def test_a_page_changes_between_its_marks_alone(self):
        self.assertEqual(put_into_page(f"before\n{BEGIN}old\n{END}after\n", ["new"]), f"before\n{BEGIN}new\n{END}after\n")
        for page in ("no marks\n", f"{BEGIN}no end\n"):
            with self.assertRaises(ValueError):
                put_into_page(page, ["new"])


if __name__ == "__main__":
    unittest.main()
