-- identifier_hash is SHA-256 of the identifier, which is too long for a key.
CREATE TABLE channel_subscriptions (
  project_id      BINARY(16)      NOT NULL,
  user_id         BINARY(16)      NOT NULL,
  channel_id      BINARY(16)      NOT NULL,
  id              BINARY(16)      NOT NULL,
  identifier_hash BINARY(32)      NOT NULL,
  identifier      VARBINARY(8192) NOT NULL,
  settings        MEDIUMTEXT      NOT NULL,
  created_at      DATETIME(6)     NOT NULL,
  updated_at      DATETIME(6)     NOT NULL,
  PRIMARY KEY (project_id, user_id, channel_id, id),
  UNIQUE KEY by_identifier (project_id, user_id, channel_id, identifier_hash),
  KEY by_channel (project_id, channel_id),
  CONSTRAINT channel_subscriptions_user FOREIGN KEY (project_id, user_id) REFERENCES users (project_id, id),
  CONSTRAINT channel_subscriptions_channel FOREIGN KEY (project_id, channel_id) REFERENCES channels (project_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
