// The commands about people, roles and invitations: what each does, what it prints, and what it refuses.
#include "base/text.hh"
#include "support/operator.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;

namespace {

/// A tenant with an owner and somebody who is signed in.
struct Desk : Operator {
  TenantId tenant = world.make_tenant();
  std::string slug = world.slug_of(tenant);
  MadeUser owner = world.make_user(tenant, "owner"), ann = world.make_user(tenant);

  Said act(std::vector<std::string> words) {
    words.insert(words.end(), {"--tenant", slug});
    return run(std::move(words));
  }
  std::string shown(const std::string& member) { return act({"user", "show", ann.email}).member(member); }
  std::string code_of(const Said& said) { return *port::parse_json(said.err)->find("code")->string(); }
  std::int64_t count(std::string_view statement, const std::vector<port::SqlValue>& values = {}) {
    return number(world, tenant, statement, values);
  }
  std::int64_t living() { return count("SELECT COUNT(*) FROM t_sessions WHERE ended_at IS NULL"); }
  std::int64_t by_operator(const std::string& type) {
    return count("SELECT COUNT(*) FROM t_events WHERE type = ? AND actor_type = 'operator'", {type});
  }
  static std::vector<std::string> names(const Said& said, std::string_view member) {
    std::vector<std::string> all;
    const auto answer = said.answer();
    for (const auto& item : *answer.find("items")->array()) all.push_back(*item.find(member)->string());
    return all;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people_commands, Desk)

BOOST_AUTO_TEST_CASE(somebody_is_suspended_and_may_come_back) {
  sign_in(world, ann);
  BOOST_TEST(act({"user", "suspend", ann.email}).code == 0);
  BOOST_TEST(shown("status") == "suspended");
  BOOST_TEST(living() == 0);
  BOOST_TEST(act({"user", "activate", ann.id.text()}).code == 0);
  BOOST_TEST(shown("status") == "active");
  BOOST_TEST(by_operator("user_suspended") == 1);
  BOOST_TEST(by_operator("user_activated") == 1);
}

BOOST_AUTO_TEST_CASE(sessions_end_and_the_account_stays) {
  sign_in(world, ann);
  sign_in(world, ann);
  sign_in(world, owner);
  BOOST_TEST(act({"user", "sessions-end", ann.email}).code == 0);
  BOOST_TEST(living() == 1);
  BOOST_TEST(shown("status") == "active");
}

BOOST_AUTO_TEST_CASE(a_role_is_given_and_the_last_owner_keeps_theirs) {
  BOOST_TEST(act({"user", "role", ann.email, "manager"}).code == 0);
  BOOST_TEST(shown("role") == "manager");
  const auto unknown = act({"user", "role", ann.email, "emperor"});
  BOOST_TEST(unknown.code == 1);
  BOOST_TEST(code_of(unknown) == "VALIDATION_ERROR");
  const auto last = act({"user", "role", owner.email, "user"});
  BOOST_TEST(last.code == 1);
  BOOST_TEST(code_of(last) == "CONFLICT");
  BOOST_TEST(code_of(act({"user", "suspend", owner.email})) == "CONFLICT");
  BOOST_TEST(code_of(act({"user", "delete", owner.email})) == "CONFLICT");
}

BOOST_AUTO_TEST_CASE(an_address_is_vouched_for_once) {
  const auto made = act({"user", "create", "new-" + ann.email});
  BOOST_REQUIRE_EQUAL(made.code, 0);
  BOOST_TEST(!*made.answer().find("email_verified")->flag());
  const auto verified_at = [&] {
    const auto said = act({"user", "verify", made.member("id")});
    BOOST_TEST(said.code == 0);
    BOOST_TEST(*said.answer().find("email_verified")->flag());
    const auto answer = said.answer();
    const auto* holds_at = answer.find("effective_at");
    return holds_at ? *holds_at->string() : "at once";
  };
  BOOST_TEST(verified_at() == "at once");
  configure({{"memcached.servers", folder / "nobody.sock"}});
  const auto again = verified_at();  // nothing changes any more, so the moment stays
  BOOST_TEST(again != "at once");
  BOOST_TEST(verified_at() == again);
  BOOST_TEST(by_operator("user_email_verified") == 1);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_users WHERE email_verified_at IS NOT NULL AND email_key = ?",
                   {"new-" + ann.email}) == 1);
}

BOOST_AUTO_TEST_CASE(a_deleted_account_frees_its_address_and_an_erased_one_leaves_nothing_personal) {
  sign_in(world, ann);
  BOOST_TEST(act({"user", "delete", ann.email}).code == 0);
  BOOST_TEST(living() == 0);
  BOOST_TEST(code_of(act({"user", "show", ann.email})) == "USER_NOT_FOUND");
  const auto again = act({"user", "create", ann.email, "--first-name", "Ann"});
  BOOST_REQUIRE_EQUAL(again.code, 0);
  BOOST_TEST(act({"user", "erase", again.member("id")}).code == 0);
  const auto id = *Id::parse(again.member("id"));
  BOOST_TEST(count("SELECT COUNT(*) FROM t_users WHERE id = ? AND email = '' AND first_name = ''", {port::sql(id)}) ==
             1);
  BOOST_TEST(by_operator("user_deleted") == 2);
  BOOST_TEST(by_operator("user_erased") == 1);
}

BOOST_AUTO_TEST_CASE(where_memory_cannot_be_told_it_is_said_from_when_on_a_change_holds) {
  const auto at_once = [&](const std::string& role) {
    const std::vector<std::vector<std::string>> changes{
        {"set-password", ann.email}, {"unlock", ann.email}, {"role", ann.email, role}, {"suspend", ann.email}};
    std::string words;
    for (auto change : changes) {
      change.insert(change.begin(), "user");
      const Said said = act(change);
      BOOST_TEST(said.code == 0, said.err);
      if (!said.answer().find("effective_at")) words += change[1] + " ";
    }
    return words;
  };
  sign_in(world, ann);
  BOOST_TEST(at_once("viewer") == "set-password unlock role suspend ");
  BOOST_REQUIRE_EQUAL(act({"user", "activate", ann.email}).code, 0);
  configure({{"memcached.servers", folder / "nobody.sock"}});
  BOOST_TEST(at_once("manager") == "");
}

BOOST_AUTO_TEST_CASE(the_export_has_everybody_and_nothing_secret) {
  for (const std::string format : {"csv", "jsonl"}) {
    const auto said = run({"user", "export", "--tenant", slug, "--format", format}, "", false);
    BOOST_TEST(said.code == 0);
    for (const auto& who : {owner, ann}) BOOST_TEST(said.out.find(who.email) != std::string::npos, said.out);
    BOOST_TEST(said.out.find("argon2") == std::string::npos);
    BOOST_TEST(split(said.out, '\n').size() == (format == "csv" ? 4U : 3U), said.out);  // a head; what follows the last
  }
  const auto table = run({"user", "export", "--tenant", slug}, "", false);
  BOOST_TEST(table.out.starts_with("id,"));
  BOOST_TEST(act({"user", "export", "--format", "xml"}).code == 1);
}

BOOST_AUTO_TEST_CASE(a_list_goes_on_behind_an_id) {
  const auto all = names(act({"user", "list"}), "id");
  BOOST_REQUIRE_EQUAL(all.size(), 2U);
  BOOST_TEST(names(act({"user", "list", "--limit", "1"}), "id") == std::vector{all[0]});
  BOOST_TEST(names(act({"user", "list", "--after", all[0]}), "id") == std::vector{all[1]});
  BOOST_TEST(act({"user", "list", "--limit", "0"}).code == 1);
  BOOST_TEST(act({"user", "list", "--after", "x"}).code == 1);
}

BOOST_AUTO_TEST_CASE(nobody_elses_people_are_acted_on) {
  const auto stranger = world.make_user(world.make_tenant());
  for (const char* word :
       {"suspend", "activate", "sessions-end", "delete", "erase", "verify", "unlock", "set-password"})
    for (const auto& name : {stranger.email, stranger.id.text()})
      BOOST_TEST(code_of(act({"user", word, name})) == "USER_NOT_FOUND", word);
  BOOST_TEST(code_of(act({"user", "role", stranger.email, "admin"})) == "USER_NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(an_own_role_is_made_given_changed_and_removed) {
  BOOST_REQUIRE_EQUAL(act({"role", "create", "librarian", "--permissions", "view_users books:lend"}).code, 0);
  BOOST_TEST(act({"user", "role", ann.email, "librarian"}).code == 0);
  const auto changed = act({"role", "change", "librarian", "--permissions", "books:lend", "--description", "Lends"});
  BOOST_TEST(changed.member("permissions") == "books:lend");
  BOOST_TEST(changed.member("description") == "Lends");
  const auto listed = names(act({"role", "list"}), "name");
  BOOST_TEST(join(listed, " ") == "owner admin manager user viewer librarian");
  BOOST_TEST(code_of(act({"role", "delete", "librarian"})) == "CONFLICT");  // Ann has it
  BOOST_TEST(act({"user", "role", ann.email, "user"}).code == 0);
  BOOST_TEST(act({"role", "delete", "librarian"}).code == 0);
  BOOST_TEST(code_of(act({"role", "delete", "librarian"})) == "NOT_FOUND");
  for (const char* type : {"role_created", "role_changed", "role_deleted"}) BOOST_TEST(by_operator(type) == 1, type);
}

BOOST_AUTO_TEST_CASE(what_is_no_role_is_refused) {
  BOOST_TEST(code_of(act({"role", "create", "Big Boss"})) == "VALIDATION_ERROR");
  BOOST_TEST(code_of(act({"role", "create", "clerk", "--permissions", "manage_platform"})) != "");
  BOOST_TEST(act({"role", "create", "admin"}).code == 1);
  BOOST_TEST(code_of(act({"role", "change", "admin", "--description", "x"})) == "CONFLICT");
  BOOST_TEST(code_of(act({"role", "change", "nobody", "--description", "x"})) == "NOT_FOUND");
}

BOOST_AUTO_TEST_CASE(somebody_is_invited_again_and_not_after_all) {
  const std::string guest = "guest-" + ann.email;
  const auto made = act({"invite", "create", guest, "--role", "viewer", "--hours", "2"});
  BOOST_REQUIRE_EQUAL(made.code, 0);
  BOOST_TEST(made.member("status") == "pending");
  BOOST_TEST(code_of(act({"invite", "create", guest})) == "CONFLICT");
  BOOST_TEST(act({"invite", "create", "second-" + guest, "--hours", "721"}).code == 1);
  BOOST_TEST(act({"invite", "resend", made.member("id")}).member("role") == "viewer");
  BOOST_TEST(act({"invite", "withdraw", made.member("id")}).code == 0);
  BOOST_TEST(join(names(act({"invite", "list"}), "status"), " ") == "withdrawn");
  BOOST_TEST(act({"invite", "withdraw", "x"}).code == 1);
  BOOST_TEST(code_of(act({"invite", "resend", owner.id.text()})) == "NOT_FOUND");
}

BOOST_AUTO_TEST_SUITE_END()
