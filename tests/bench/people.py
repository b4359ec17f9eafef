"""Many people at once: tenants and users made by the database itself, all with one password."""

TENANTS = """
INSERT INTO tenants (id, kind, slug, name, tokens_not_before, created_at, updated_at)
SELECT {tenant_id}, 'tenant', CONCAT('t', seq), CONCAT('Tenant ', seq), '2020-01-01', '2020-01-01', '2020-01-01'
  FROM seq_0_to_{last_tenant};
"""
# In the order of the primary key, so that the table only grows at its end.
USERS = """
INSERT INTO users (tenant_id, id, email_key, email, email_verified_at, first_name, last_name, role, password_hash,
                   password_set_at, password_work, tokens_not_before, created_at, updated_at)
SELECT {user_tenant_id}, UNHEX(CONCAT('0180', LPAD(HEX(seq), 8, '0'), '70008000', SUBSTR(MD5(seq), 1, 12))),
       CONCAT('u', seq, '@bench.example'), CONCAT('u', seq, '@bench.example'), '2020-01-01', 'Person', CONCAT('No. ', seq),
       'user', '{password}', '2020-01-01', {work}, '2020-01-01', '2020-01-01', '2020-01-01'
  FROM seq_{first}_to_{end};
"""
AT_ONCE = 100_000


def id_of(number):
    """SQL of a UUID version 7 made of a number."""
    return f"UNHEX(CONCAT('0170', LPAD(HEX({number}), 8, '0'), '70008000', SUBSTR(MD5({number}), 1, 12)))"


def fill(stage, schema, tenants, users):
    """Tenants t0, t1, …; users u0@bench.example, …, the same number in each tenant."""
    each = users // tenants
    password = stage.run("argon2").split()
    statements = [TENANTS.format(tenant_id=id_of("seq"), last_tenant=tenants - 1)]
    for first in range(0, users, AT_ONCE):
        statements.append(USERS.format(user_tenant_id=id_of(f"seq DIV {each}"), first=first, password=password[0],
                                       work=password[1], end=min(first + AT_ONCE, users) - 1))
    stage.sql(schema, "".join(statements))


def some(tenants, users, count):
    """So many of them, spread over all tenants; people of one tenant together."""
    each = users // tenants
    return [(f"t{number // each}", f"u{number}@bench.example") for number in range(0, users, users // count)][:count]
