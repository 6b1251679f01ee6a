-- The users whose data a kept answer holds, where they are several: it goes with the first of them who goes.
CREATE TABLE idempotency_key_users (
  project_id BINARY(16) NOT NULL,
  user_id    BINARY(16) NOT NULL,
  scope_hash BINARY(32) NOT NULL,
  PRIMARY KEY (project_id, user_id, scope_hash),
  KEY by_key (project_id, scope_hash),
  CONSTRAINT idempotency_key_users_key FOREIGN KEY (project_id, scope_hash)
    REFERENCES idempotency_keys (project_id, scope_hash) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
