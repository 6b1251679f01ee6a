-- Who has a device token: one row for each token in the settings of a user, written in the same transaction. token_hash
-- is HMAC-SHA256 under the project's token_key, so the index tells nobody a token. holder is the user where several
-- users may have the token, and sixteen zero bytes where only one may: so the unique key lets nobody have it beside another.
CREATE TABLE device_tokens (
  project_id BINARY(16) NOT NULL,
  user_id    BINARY(16) NOT NULL,
  channel_id BINARY(16) NOT NULL,
  token_hash BINARY(32) NOT NULL,
  holder     BINARY(16) NOT NULL,
  first_seen_at     DATETIME(6) NOT NULL,
  last_seen_at      DATETIME(6) NOT NULL,
  installation_hash BINARY(32)  NULL,
  facts             TEXT        NULL,
  PRIMARY KEY (project_id, user_id, channel_id, token_hash),
  KEY by_last_seen (project_id, last_seen_at),
  UNIQUE KEY by_token (project_id, channel_id, token_hash, holder),
  CONSTRAINT device_tokens_settings FOREIGN KEY (project_id, user_id, channel_id)
    REFERENCES channel_settings (project_id, user_id, channel_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A project gets its key when it first needs one.
ALTER TABLE projects ADD COLUMN token_key BINARY(32) NULL;

-- Null is what the spec presets for the channel's provider.
ALTER TABLE channels ADD COLUMN token_ownership VARCHAR(16) NULL;
