-- min_worker: 1
-- How far a day is counted, and since when there are days at all.

ALTER TABLE tenant_days ADD COLUMN counted_until DATETIME(6) NULL;   -- NULL: the day is over, and all of it is

-- What was before the first tenant needs no counting.
INSERT IGNORE INTO installation (name, value)
  SELECT 'days_rolled_up', DATE_FORMAT(COALESCE(MIN(created_at), UTC_TIMESTAMP()) - INTERVAL 1 DAY, '%Y-%m-%d')
    FROM tenants;
