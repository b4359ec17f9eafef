// Rows of a tenant that moves: read through its own views, written with the owner's account behind a row of `tenants`
// that nobody can enter until all of them are there (moved.def).
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/tenant.hh"
#include "store/database.hh"

namespace doorward::store {

enum class CellKind { Ident, Moment, Words, Bytes, Exact, Number, Made };

struct MovedColumn {
  std::string_view name;
  CellKind kind;
  bool none;          // may be NULL
  std::int64_t most;  // characters, bytes, or the highest number
};
struct MovedTable {
  std::string_view name, key, second;
  std::vector<MovedColumn> columns;  // those in the file
  std::vector<std::string_view> made;
};
const std::vector<MovedTable>& moved_tables();
/// Tables of tenants that stay, with the reason.
const std::vector<std::pair<std::string_view, std::string_view>>& left_tables();

using Cells = std::vector<port::SqlValue>;  // Ident, Bytes, Exact: as they are; Moment: the text of a DATETIME(6)

/// Every row of the tenant of `db`, in pages.
void each_moved_row(TenantDb& db, const MovedTable& table, const std::function<void(const Cells&)>& take);

/// Makes the row of a tenant that is being imported: no name, domain or id leads to it. SqlRefused(duplicate).
void begin_import(port::MySql& owner, const Tenant& tenant, Time now);
bool import_under_way(port::MySql& owner, TenantId tenant);  // or interrupted
/// Adds rows; the values are those of `columns`, without the tenant. SqlRefused: duplicate, foreign_key.
void insert_moved_rows(port::MySql& owner, TenantId tenant, const MovedTable& table,
                       const std::vector<std::string_view>& columns, const std::vector<Cells>& rows);
/// From now on people find it; one that is canceled can be restored for the time that begins at `now`. False: the
/// import was taken away meanwhile.
bool finish_import(port::MySql& owner, const Tenant& tenant, Time now);
/// Takes away what an import has made; nothing of a tenant that is not being imported.
void forget_import(port::MySql& owner, TenantId tenant);

}  // namespace doorward::store
