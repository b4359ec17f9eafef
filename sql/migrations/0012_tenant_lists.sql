-- min_worker: 1
-- Tenants by slug, all or one reseller's, of any status or one: a page is a range of an index, with nothing in between.
ALTER TABLE tenants
  DROP KEY tenants_reseller,
  ADD KEY tenants_living (kind, deleted_at, slug),
  ADD KEY tenants_status (kind, status, deleted_at, slug),
  ADD KEY tenants_reseller (reseller_id, deleted_at, slug),
  ADD KEY tenants_reseller_status (reseller_id, status, deleted_at, slug);
