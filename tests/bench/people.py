"""Many people at once: tenants and users made by the database itself, all with one password."""

TENANTS = """
INSERT INTO tenants (id, kind, slug, name, tokens_not_before, created_at, updated_at)
SELECT {tenant_id}, 'tenant', CONCAT('house', seq), CONCAT('Tenant ', seq), '2020-01-01', '2020-01-01', '2020-01-01'
  FROM seq_0_to_{last_tenant};
"""
# In the order of the primary key, so that the table only grows at its end.
USERS = """
INSERT INTO users (tenant_id, id, email_key, email, email_verified_at, first_name, last_name, role, password_hash,
                   password_set_at, password_work, tokens_not_before, created_at, updated_at)
SELECT {user_tenant_id}, {user_id},
       CONCAT('u', seq, '@bench.example'), CONCAT('u', seq, '@bench.example'), '2020-01-01', 'Person', CONCAT('No. ', seq),
       IF(seq MOD {each} = 0, 'admin', 'user'), '{password}', '2020-01-01', {work}, '2020-01-01', '2020-01-01', '2020-01-01'
  FROM seq_{first}_to_{end} people;
INSERT INTO user_words (tenant_id, word, user_id)
SELECT {user_tenant_id}, ELT(word, CONCAT('u', people.seq, '@bench.example'), 'person', 'no', people.seq), {user_id}
  FROM seq_{first}_to_{end} people JOIN (SELECT seq AS word FROM seq_1_to_4) words;
"""
AT_ONCE = 100_000


def id_of(number, begins="0170"):
    """SQL of a UUID version 7 made of a number."""
    return f"UNHEX(CONCAT('{begins}', LPAD(HEX({number}), 8, '0'), '70008000', SUBSTR(MD5({number}), 1, 12)))"


def fill(stage, schema, tenants, users):
    """Tenants house0, house1, …; users u0@bench.example, …, the same number in each tenant, of whom the first is its administrator."""
    each = users // tenants
    password = stage.run("argon2").split()
    statements = [TENANTS.format(tenant_id=id_of("seq"), last_tenant=tenants - 1)]
    for first in range(0, users, AT_ONCE):
        statements.append(USERS.format(user_tenant_id=id_of(f"people.seq DIV {each}"), user_id=id_of("people.seq", "0180"), each=each,
                                       first=first, password=password[0], work=password[1], end=min(first + AT_ONCE, users) - 1))
    stage.sql(schema, "".join(statements))


def some(tenants, users, count):
    """So many of them, spread over all tenants; people of one tenant together."""
    each = users // tenants
    return [(f"house{number // each}", f"u{number}@bench.example") for number in range(0, users, users // count)][:count]


def administrators(tenants, users, count):
    """Of so many tenants, spread over all."""
    each = users // tenants
    return [(f"house{tenant}", f"u{tenant * each}@bench.example") for tenant in range(0, tenants, tenants // count)][:count]
