-- Ids are UUIDv7 as 16 bytes, times are UTC to the microsecond. Every primary and unique key starts with the project, so
-- that projects can live in different databases; public_keys and by_origin are the directories that lead there.

-- revision increases in the transaction that changes anything a server keeps in memory: keys, signing keys, origins,
-- channels and the flags below. user_key_max_age_seconds is null where only
-- the bound of the spec applies. token_key is the HMAC key of the identifiers of endpoints in the project.
CREATE TABLE projects (
  id               BINARY(16)      NOT NULL,
  name             VARCHAR(255)    NOT NULL,
  security_mode    VARCHAR(8)      NOT NULL,
  require_if_match BOOLEAN         NOT NULL,
  user_key_max_age_seconds INT     NULL,
  token_key        BINARY(32)      NOT NULL,
  revision         BIGINT UNSIGNED NOT NULL,
  created_at       DATETIME(6)     NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Data keys that encrypt the secrets of a project, each encrypted (wrapped) by a master key that is not in the database.
-- A retired key only decrypts. The rows with secrets have a key_id: null where they are plain text. Ciphertexts are nonce,
-- encrypted text and tag, and base64 of these in columns of text; all columns have room for the longest values of the spec.
CREATE TABLE data_keys (
  project_id BINARY(16)      NOT NULL,
  id         INT             NOT NULL,
  wrapped    VARBINARY(1024) NOT NULL,
  wrapped_by VARCHAR(255)    NOT NULL,
  created_at DATETIME(6)     NOT NULL,
  retired_at DATETIME(6)     NULL,
  PRIMARY KEY (project_id, id),
  CONSTRAINT data_keys_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE public_keys (
  public_key VARBINARY(255) NOT NULL,
  id         BINARY(16)     NOT NULL,
  project_id BINARY(16)     NOT NULL,
  created_at DATETIME(6)    NOT NULL,
  expires_at DATETIME(6)    NULL,
  revoked_at DATETIME(6)    NULL,
  label      VARCHAR(255)   NULL,
  PRIMARY KEY (public_key),
  KEY by_project (project_id, id),
  CONSTRAINT public_keys_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- scopes: separated by spaces; null for all. last_used_at is correct to the hour; a change of it does not increase the
-- revision of the project.
CREATE TABLE secret_keys (
  project_id  BINARY(16)  NOT NULL,
  secret_hash BINARY(32)  NOT NULL,
  id          BINARY(16)  NOT NULL,
  hint        VARCHAR(16) NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  expires_at  DATETIME(6) NULL,
  revoked_at  DATETIME(6) NULL,
  scopes      VARCHAR(1024) NULL,
  label       VARCHAR(255) NULL,
  last_used_at DATETIME(6) NULL,
  PRIMARY KEY (project_id, secret_hash),
  KEY by_project (project_id, id),
  CONSTRAINT secret_keys_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The public halves of the keys by which a project's backend signs JWTs: DER of SubjectPublicKeyInfo.
CREATE TABLE signing_keys (
  project_id BINARY(16)      NOT NULL,
  kid        VARBINARY(128)  NOT NULL,
  public_key VARBINARY(2048) NOT NULL,
  created_at DATETIME(6)     NOT NULL,
  retired_at DATETIME(6)     NULL,
  PRIMARY KEY (project_id, kid),
  CONSTRAINT signing_keys_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- by_origin serves preflights, which name an origin and no project.
CREATE TABLE allowed_origins (
  project_id BINARY(16)     NOT NULL,
  origin     VARBINARY(255) NOT NULL,
  created_at DATETIME(6)    NOT NULL,
  PRIMARY KEY (project_id, origin),
  KEY by_origin (origin),
  CONSTRAINT allowed_origins_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Null in the last three columns: what the spec sets for the channel's provider.
CREATE TABLE channels (
  project_id      BINARY(16)   NOT NULL,
  id              BINARY(16)   NOT NULL,
  handle          VARCHAR(255) NOT NULL,
  name            VARCHAR(255) NOT NULL,
  type            VARCHAR(64)  NOT NULL,
  provider        VARCHAR(64)  NOT NULL,
  created_at      DATETIME(6)  NOT NULL,
  updated_at      DATETIME(6)  NOT NULL,
  token_ownership VARCHAR(16)  NULL,
  token_cap       SMALLINT     NULL,
  token_overflow  VARCHAR(16)  NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE KEY by_handle (project_id, handle),
  CONSTRAINT channels_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- custom_fields and preferences hold JSON as text with sorted keys: equal values are equal text on every database, unless
-- they are encrypted.
CREATE TABLE users (
  project_id    BINARY(16)      NOT NULL,
  id            BINARY(16)      NOT NULL,
  external_id   VARBINARY(1020) NOT NULL,
  email         VARCHAR(254)    NULL,
  phone         VARCHAR(16)     NULL,
  first_name    VARCHAR(255)    NULL,
  last_name     VARCHAR(255)    NULL,
  avatar        VARCHAR(2048)   NULL,
  locale        VARCHAR(85)     NULL,
  timezone      VARCHAR(64)     NULL,
  custom_fields MEDIUMTEXT      NULL,
  preferences   MEDIUMTEXT      NULL,
  created_at    DATETIME(6)     NOT NULL,
  updated_at    DATETIME(6)     NOT NULL,
  key_id        INT             NULL,
  PRIMARY KEY (project_id, id),
  UNIQUE KEY by_external_id (project_id, external_id),
  KEY by_creation (project_id, created_at, id),
  CONSTRAINT users_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What a user has on a channel, but for the list of endpoints. settings holds JSON as text with sorted keys.
CREATE TABLE channel_settings (
  project_id BINARY(16)  NOT NULL,
  user_id    BINARY(16)  NOT NULL,
  channel_id BINARY(16)  NOT NULL,
  settings   MEDIUMTEXT  NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  key_id     INT         NULL,
  PRIMARY KEY (project_id, user_id, channel_id),
  CONSTRAINT channel_settings_user FOREIGN KEY (project_id, user_id) REFERENCES users (project_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Device tokens and web push subscriptions, one row each. identifier_hash is HMAC-SHA256 of the identifier under the
-- project's token_key. holder is the user where several users may own the identifier, and sixteen zero bytes where only
-- one may: then by_identifier admits one owner. A retired row is in quarantine until it is restored or forgotten.
-- by_age finds rows that expire, and rows whose quarantine ends; a day is enough, so that a registration changes this index
-- once a day. Under random hashes pages fill and drain at random: a low threshold spares MySQL merges that it splits again.
CREATE TABLE endpoints (
  project_id        BINARY(16)   NOT NULL,
  user_id           BINARY(16)   NOT NULL,
  channel_id        BINARY(16)   NOT NULL,
  identifier_hash   BINARY(32)   NOT NULL,
  holder            BINARY(16)   NOT NULL,
  identifier        TEXT         NOT NULL,
  position          INT          NOT NULL,
  id                BINARY(16)   NULL,
  name              TEXT         NULL,
  settings          TEXT         NULL,
  updated_at        DATETIME(6)  NULL,
  installation_hash BINARY(32)   NULL,
  facts             TEXT         NULL,
  first_seen_at     DATETIME(6)  NOT NULL,
  last_seen_at      DATETIME(6)  NOT NULL,
  retired_at        DATETIME(6)  NULL,
  retired_reason    VARCHAR(64)  NULL,
  key_id            INT          NULL,
  is_retired        BOOLEAN      GENERATED ALWAYS AS (retired_at IS NOT NULL) STORED,
  aged_since        DATE         GENERATED ALWAYS AS (DATE(COALESCE(retired_at, last_seen_at))) STORED,
  PRIMARY KEY (project_id, user_id, channel_id, identifier_hash),
  UNIQUE KEY by_identifier (project_id, channel_id, identifier_hash, holder) COMMENT 'MERGE_THRESHOLD=20',
  KEY by_age (project_id, is_retired, aged_since),
  CONSTRAINT endpoints_settings FOREIGN KEY (project_id, user_id, channel_id)
    REFERENCES channel_settings (project_id, user_id, channel_id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The response to a write with an idempotency key. scope_hash is SHA-256 of the key and what it is valid for, fingerprint
-- of the request. The key itself is not stored. user_id is whose data the response holds: it is deleted with that user.
CREATE TABLE idempotency_keys (
  project_id  BINARY(16)  NOT NULL,
  scope_hash  BINARY(32)  NOT NULL,
  user_id     BINARY(16)  NULL,
  fingerprint BINARY(32)  NOT NULL,
  status      SMALLINT    NOT NULL,
  body        MEDIUMBLOB  NULL,
  created_at  DATETIME(6) NOT NULL,
  key_id      INT         NULL,
  PRIMARY KEY (project_id, scope_hash),
  KEY by_age (project_id, created_at),
  KEY by_user (project_id, user_id),
  CONSTRAINT idempotency_keys_user FOREIGN KEY (project_id, user_id) REFERENCES users (project_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The users whose data a stored response holds, where they are several: it is deleted with the first of them.
CREATE TABLE idempotency_key_users (
  project_id BINARY(16) NOT NULL,
  user_id    BINARY(16) NOT NULL,
  scope_hash BINARY(32) NOT NULL,
  PRIMARY KEY (project_id, user_id, scope_hash),
  KEY by_key (project_id, scope_hash),
  CONSTRAINT idempotency_key_users_key FOREIGN KEY (project_id, scope_hash)
    REFERENCES idempotency_keys (project_id, scope_hash) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Where the chain of a project's changes ends and begins: position and hash of the last change, and of the last one that was
-- deleted because of its age. Each transaction with changes locks this row last, so that positions are in the order of the
-- commits and have no gaps.
CREATE TABLE change_heads (
  project_id   BINARY(16)      NOT NULL,
  position     BIGINT UNSIGNED NOT NULL,
  hash         BINARY(32)      NOT NULL,
  removed      BIGINT UNSIGNED NOT NULL,
  removed_hash BINARY(32)      NOT NULL,
  PRIMARY KEY (project_id),
  CONSTRAINT change_heads_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Rows are never updated, but for details, which is set to null when the user is erased. hash is SHA-256 of the hash of the
-- change before, of the columns between, and of details_hash, which is SHA-256 of details.
CREATE TABLE changes (
  project_id   BINARY(16)      NOT NULL,
  position     BIGINT UNSIGNED NOT NULL,
  changed_at   DATETIME(6)     NOT NULL,
  type         VARCHAR(16)     NOT NULL,
  user_id      BINARY(16)      NOT NULL,
  channel_id   BINARY(16)      NULL,
  actor_type   VARCHAR(16)     NOT NULL,
  actor_id     BINARY(16)      NULL,
  details      MEDIUMTEXT      NULL,
  details_hash BINARY(32)      NOT NULL,
  hash         BINARY(32)      NOT NULL,
  PRIMARY KEY (project_id, position),
  KEY by_user (project_id, user_id),
  CONSTRAINT changes_head FOREIGN KEY (project_id) REFERENCES change_heads (project_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
