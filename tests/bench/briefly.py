"""The figures in README.md: scenarios that say most, in words for who has not read the page about them."""
# Scenario and what its ratio is.
IN_WORDS = (
    ("verify_jwt_one", "checks through nginx, one access token: of what a worker reaches that asks memcached and does nothing else"),
    ("verify_jwt_many", "the same, 10,000 access tokens in rotation"),
    ("verify_session", "the same, 10,000 session cookies in rotation"),
    ("verify_apache", "checks through Apache: of such a worker as its authorizer"),
    ("verify_during_flood", "p99 of a check while 200 connections log in without pause: times the calm one"),
    ("tick", "p99 of a check while expired rows are removed: times the calm one"),
    ("tenants_verify", "a check with 1,000,000 users in 10,000 tenants: times that with 1,000 in 10"),
    ("login", "log-ins: of Argon2id alone"),
    ("refresh", "refreshes: of the bare transaction that writes the same, which signs nothing and has no web server"),
    ("logout", "log-outs: of the bare transaction that writes the same"),
    ("cgi_verify", "a check by plain CGI: times a program that links the same and connects to the database"),
    ("start", "from `exec` to the first answer: times an empty worker"),
)


def in_words(how, scenarios):
    """Lines of Markdown; `how`: the sentence that says where and of which commit the figures are."""
    by_name = {each.name: each for each in scenarios}
    rows = [(words, by_name[name]) for name, words in IN_WORDS]
    return [how, "", "| what, as a ratio of two medians of one run | measured | wanted | |", "|---|---|---|---|",
            *(f"| {words} | {each.ratio_text} | {each.target} | {'' if each.met else 'NOT MET'} |" for words, each in rows)]
