-- Ids are UUIDv7 as 16 bytes, times are UTC to the microsecond. Every key starts with the project, so
-- that projects can later live in different databases; public_keys is the directory that would lead there.

CREATE TABLE projects (
  id         BINARY(16)   NOT NULL,
  name       VARCHAR(255) NOT NULL,
  created_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE public_keys (
  public_key VARBINARY(255) NOT NULL,
  id         BINARY(16)     NOT NULL,
  project_id BINARY(16)     NOT NULL,
  created_at DATETIME(6)    NOT NULL,
  expires_at DATETIME(6)    NULL,
  revoked_at DATETIME(6)    NULL,
  PRIMARY KEY (public_key),
  KEY by_project (project_id, id),
  CONSTRAINT public_keys_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE secret_keys (
  project_id  BINARY(16)  NOT NULL,
  secret_hash BINARY(32)  NOT NULL,
  id          BINARY(16)  NOT NULL,
  hint        VARCHAR(16) NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  expires_at  DATETIME(6) NULL,
  revoked_at  DATETIME(6) NULL,
  PRIMARY KEY (project_id, secret_hash),
  KEY by_project (project_id, id),
  CONSTRAINT secret_keys_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE users (
  project_id  BINARY(16)      NOT NULL,
  id          BINARY(16)      NOT NULL,
  external_id VARBINARY(1020) NOT NULL,
  created_at  DATETIME(6)     NOT NULL,
  updated_at  DATETIME(6)     NOT NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE KEY by_external_id (project_id, external_id),
  CONSTRAINT users_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE channels (
  project_id BINARY(16)   NOT NULL,
  id         BINARY(16)   NOT NULL,
  handle     VARCHAR(255) NOT NULL,
  name       VARCHAR(255) NOT NULL,
  type       VARCHAR(64)  NOT NULL,
  provider   VARCHAR(64)  NOT NULL,
  created_at DATETIME(6)  NOT NULL,
  updated_at DATETIME(6)  NOT NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE KEY by_handle (project_id, handle),
  CONSTRAINT channels_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- settings holds JSON as text with sorted keys: equal settings are equal text on every database.
CREATE TABLE channel_settings (
  project_id BINARY(16)  NOT NULL,
  user_id    BINARY(16)  NOT NULL,
  channel_id BINARY(16)  NOT NULL,
  settings   MEDIUMTEXT  NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (project_id, user_id, channel_id),
  KEY by_channel (project_id, channel_id),
  CONSTRAINT channel_settings_user FOREIGN KEY (project_id, user_id) REFERENCES users (project_id, id),
  CONSTRAINT channel_settings_channel FOREIGN KEY (project_id, channel_id) REFERENCES channels (project_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
