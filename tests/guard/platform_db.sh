#!/bin/bash
# Who may see across tenants: the files that name PlatformDb are listed here, one by one and with their reason.
set -u
cd "$(dirname "$0")/../.." || exit 1
allowed='
src/command/command.hh          the shell hands it to administration
src/command/shell.cc            makes it at first need
src/service/administration.hh   tenants, resellers and people, asked for by an operator
src/service/analytics.cc        rolls up the days of every tenant
src/service/analytics.hh        the same
src/service/change_setting.cc  settings of one tenant or of all, said by an operator
src/service/change_setting.hh  the same
src/service/domain_check.cc     looks at the domains of every tenant that asked
src/service/domain_check.hh     the same
src/service/event_chain.cc      seals events of every tenant
src/service/event_chain.hh      the same
src/service/event_list.cc       events of all tenants, for administrators of the platform
src/service/event_list.hh       the same
src/service/install.cc          proves that the account works
src/service/mail_delivery.cc    sends what waits, of every tenant
src/service/mail_delivery.hh    the same
src/service/mail_queue.cc       shows an operator what waits
src/service/mail_queue.hh       the same
src/service/own_tenant.cc       slug and domain, each one among all tenants
src/service/parts.hh            makes it for whoever is entered, unconnected
src/service/quota.cc            what other tenants of a reseller take
src/service/quota.hh            the same
src/service/resellers.cc        resellers, and whose a tenant is
src/service/row_counts.cc       counts mail and sessions of all tenants, in the upkeep
src/service/row_counts.hh       the same
src/service/sql_door.cc         finds the tenant whose door it makes
src/service/sql_door.hh         the same
src/service/tenant_export.cc    finds the tenant that moves, and checks its chain
src/service/tenant_import.cc    checks the chain of a tenant that came
src/service/tenant_move.hh      the same
src/service/tenant_life.cc      status, plan and limits are the word of the platform
src/service/tenant_removal.cc   what is left of canceled tenants
src/service/tenant_removal.hh   the same
src/service/tenants.cc          makes and finds tenants for administration
src/service/upkeep.cc           the upkeep works for every tenant
src/service/upkeep.hh           the same
src/service/upkeep_work.cc      the same
src/service/upkeep_work.hh      the same
src/service/world.hh            hands it to the rows of /platform
src/store/database.cc           is it
src/store/database.hh           is it
src/store/days.cc               the same
src/store/days.hh               the same
src/store/domain_checks.cc      domains of every tenant that are due
src/store/domain_checks.hh      the same
src/store/event_pages.cc        events of all tenants, page by page
src/store/event_pages.hh        the same
src/store/events.cc             an event of a tenant that an operator has just made
src/store/events.hh             the same
src/store/expired.cc            rows that are over, of every tenant
src/store/expired.hh            the same
src/store/house_days.cc         days of all tenants together
src/store/house_days.hh         the same
src/store/leaving.cc            the same
src/store/leaving.hh            the same
src/store/outbox.cc             messages that wait, of every tenant
src/store/outbox.hh             the same
src/store/resellers.cc          resellers with their quotas, and their tenants
src/store/resellers.hh          the same
src/store/sealing.cc            the chain of events, of every tenant
src/store/sealing.hh            the same
src/store/tenants.cc            rows of tenants: kind, status and reseller are the word of the platform
src/store/tenants.hh            the same
'
grep -rlw PlatformDb src | sort >"${TMPDIR:-/tmp}/platform_db.$$"
trap 'rm -f "${TMPDIR:-/tmp}/platform_db.$$"' EXIT
[ -s "${TMPDIR:-/tmp}/platform_db.$$" ] || { echo "nobody names PlatformDb: nothing was checked"; exit 1; }
listed=$(awk 'NF { print $1 }' <<<"$allowed" | sort)
added=$(comm -13 <(echo "$listed") "${TMPDIR:-/tmp}/platform_db.$$")
gone=$(comm -23 <(echo "$listed") "${TMPDIR:-/tmp}/platform_db.$$")
[ -z "$added" ] || { echo "sees across tenants without standing in the list:"; echo "$added"; exit 1; }
[ -z "$gone" ] || { echo "stands in the list and does not name PlatformDb:"; echo "$gone"; exit 1; }
