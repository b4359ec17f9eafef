-- min_worker: 1
-- Finding people among many: by words, by role, by status. Own roles that can be changed.

-- Words by which a person is found: canonical, as store/user_words makes them.
CREATE TABLE user_words (
  tenant_id BINARY(16)    NOT NULL,
  word      VARBINARY(64) NOT NULL,
  user_id   BINARY(16)    NOT NULL,
  PRIMARY KEY (tenant_id, word, user_id),
  KEY user_words_user (tenant_id, user_id),
  CONSTRAINT user_words_fk FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who is there already is found by the beginning of the address; by the other words from the next change on.
INSERT INTO user_words (tenant_id, word, user_id)
SELECT tenant_id, SUBSTRING(email_key, 1, 64), id FROM users WHERE deleted_at IS NULL;

CREATE INDEX users_role ON users (tenant_id, role, id);
CREATE INDEX users_status ON users (tenant_id, status, id);

-- grants: written by whoever hands the role out, so that a role is not removed at that moment.
ALTER TABLE roles
  ADD COLUMN description VARCHAR(200) NOT NULL DEFAULT '',
  ADD COLUMN grants      BIGINT       NOT NULL DEFAULT 0,
  ADD COLUMN updated_at  DATETIME(6)  NULL;

-- What memory holds of people that was read before counts no longer: a role stands for something else.
ALTER TABLE tenants ADD COLUMN roles_changed_at DATETIME(6) NULL;
