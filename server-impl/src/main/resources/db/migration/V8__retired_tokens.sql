-- Device tokens in quarantine: out of the settings, but not yet forgotten. They go with their user.
CREATE TABLE retired_tokens (
  project_id        BINARY(16)  NOT NULL,
  channel_id        BINARY(16)  NOT NULL,
  token_hash        BINARY(32)  NOT NULL,
  user_id           BINARY(16)  NOT NULL,
  token             TEXT        NOT NULL,
  reason            VARCHAR(64) NOT NULL,
  facts             TEXT        NULL,
  first_seen_at     DATETIME(6) NOT NULL,
  last_seen_at      DATETIME(6) NOT NULL,
  retired_at        DATETIME(6) NOT NULL,
  PRIMARY KEY (project_id, channel_id, token_hash, user_id),
  KEY by_age (project_id, retired_at),
  KEY by_user (project_id, user_id),
  CONSTRAINT retired_tokens_user FOREIGN KEY (project_id, user_id) REFERENCES users (project_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
