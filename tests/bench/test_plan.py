"""What may be asked of the bench."""
import unittest

import bench
import plan


class Plan(unittest.TestCase):
    def test_every_name_has_its_scenario(self):
        self.assertEqual(sorted(name for names in bench.SCENARIOS for name in names), sorted(plan.NAMES))

    def test_without_words_everything_is_measured_whole(self):
        self.assertEqual(plan.asked({}), (plan.Plan(), set(plan.NAMES)))
        self.assertEqual(plan.asked({"ONLY": "tick login", "WHOLE": "1"}), (plan.Plan(whole=True), {"tick", "login"}))

    def test_the_quick_bench_leaves_nothing_out(self):
        chosen, wanted = plan.asked({"QUICK": "1"})
        self.assertTrue(chosen.quick and not plan.Plan().quick)
        self.assertEqual(wanted, set(plan.NAMES))
        for count in ("rounds", "many_rounds", "few_rounds", "log_outs", "flood", "requests", "expired", "expired_parts", "expired_rounds"):
            self.assertGreater(getattr(chosen, count), 0, count)

    def test_the_page_takes_one_whole_run(self):
        self.assertEqual(plan.asked({"DOCS": "1"}), plan.asked({}))
        for words in ({"QUICK": "1"}, {"ONLY": "login"}, {"ONLY": " ".join(plan.NAMES)}):
            with self.assertRaisesRegex(ValueError, "DOCS"):
                plan.asked({"DOCS": "1", **words})

    def test_a_scenario_that_does_not_exist_is_named(self):
        with self.assertRaisesRegex(ValueError, "no scenario log_in;"):
            plan.asked({"ONLY": "login log_in"})


if __name__ == "__main__":
    unittest.main()
