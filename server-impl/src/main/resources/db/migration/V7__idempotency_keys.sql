-- What a write with an idempotency key was answered. scope_hash is SHA-256 of the key and what it is good
-- for, fingerprint of the request. The key itself is not stored. user_id is whose data the answer
-- holds: it goes with that user, whoever removes them, a server of an earlier version included.
CREATE TABLE idempotency_keys (
  project_id  BINARY(16)  NOT NULL,
  scope_hash  BINARY(32)  NOT NULL,
  user_id     BINARY(16)  NULL,
  fingerprint BINARY(32)  NOT NULL,
  status      SMALLINT    NOT NULL,
  body        MEDIUMBLOB  NULL,
  created_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (project_id, scope_hash),
  KEY by_age (project_id, created_at),
  KEY by_user (project_id, user_id),
  CONSTRAINT idempotency_keys_user FOREIGN KEY (project_id, user_id) REFERENCES users (project_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
