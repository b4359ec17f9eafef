#!/usr/bin/python3
"""seed.py VAR: demo people through doorwardctl at the first start; demo.json is renewed at each."""
import json
import os
import secrets
import subprocess
import sys

VAR = sys.argv[1]
DEMO = os.path.join(VAR, "demo.json")
TENANTS = {"acme": "Acme", "globex": "Globex"}
ROLES = ("owner", "manager", "user")
ABOVE = (("platform", "platform_admin", "root@platform.example"), ("demo-reseller", "reseller", "sales@reseller.example"))


def ask(*words, stdin="", unless=None):
    """The JSON that doorwardctl prints; None when it refuses with the code `unless`; any other refusal ends the start."""
    command = [f"{VAR}/app/bin/doorwardctl", "--config", f"{VAR}/etc/doorward.conf", "--json", *words]
    done = subprocess.run(command, input=stdin, text=True, capture_output=True, check=False)
    if unless and unless in done.stdout + done.stderr:
        return None
    if done.returncode != 0:
        sys.exit(f"doorwardctl {' '.join(words)}: {done.stderr or done.stdout}")
    return json.loads(done.stdout)


def password():
    return "-".join(secrets.token_hex(3) for _ in range(4))


def make_user(place, email, role, name):
    word = password()
    if not ask("user", "create", email, "--tenant", place, "--role", role, "--first-name", name[0], "--last-name", name[1],
               "--password-stdin", stdin=word + "\n", unless="USER_EXISTS"):  # an interrupted first start
        ask("user", "set-password", email, "--tenant", place, "--password-stdin", stdin=word + "\n")
    return {"tenant": place if place in TENANTS else None, "email": email, "password": word, "role": role}


def make_tenant(slug, name, *words):
    made = ask("tenant", "create", slug, "--name", name, *words, unless="SLUG_TAKEN")
    return {"id": (made or ask("tenant", "show", slug))["id"], "slug": slug}


def make_demo():
    tenants, users = [], []
    for slug, name in TENANTS.items():
        tenants.append(make_tenant(slug, name))
        users += [make_user(slug, f"{role}@{slug}.example", role, (role.capitalize(), name)) for role in ROLES]
    ask("reseller", "create", "demo-reseller", "--name", "Demo reseller", "--tenants", "10", "--users", "500", "--plans",
        "basic pro", unless="SLUG_TAKEN")
    users += [make_user(place, email, role, (role.split("_")[0].capitalize(), "Demo")) for place, role, email in ABOVE]
    return {"tenants": tenants, "users": users}


def write(demo):
    with open(os.open(DEMO + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(demo, file, indent=2)
    os.replace(DEMO + ".new", DEMO)


def origin(name):
    return f"http://127.0.0.1:{os.environ[name]}"


def main():
    first = not os.path.exists(DEMO)
    if first:
        made = make_demo()
    else:
        with open(DEMO, encoding="utf-8") as file:
            made = json.load(file)
    write({"base_url": origin("PORT"), "apache_url": origin("APACHE_PORT"), "cgi_url": origin("CGI_PORT"),
           "mail_dir": f"{VAR}/mail", "db_socket": f"{VAR}/run/mariadb.sock",
           "memcached_socket": f"{VAR}/run/memcached.sock", "config": f"{VAR}/etc/doorward.conf",
           "tenants": made["tenants"], "users": made["users"]})
    show(made["users"] if first else [])


def show(users):
    """Addresses always; credentials once."""
    print(f"""
doorward is up.
  nginx   {origin("PORT")}/         (auth_request)
  Apache  {origin("APACHE_PORT")}/         (mod_authnz_fcgi as authorizer)
  CGI     {origin("CGI_PORT")}/         (doorward as a plain CGI program)
  Each has /auth/login, /protected/ (any organization), /wiki/ (DokuWiki, acme), /admin-only/ (acme, admin or owner).
  This demo lets strangers register and sign up, without verification; the default organization is acme.
  Mail is written to {VAR}/mail/; credentials stand in {DEMO}.""")
    for user in users:
        print(f"  {user['tenant'] or 'platform':9} {user['role']:15} {user['email']:25} {user['password']}")


main()
