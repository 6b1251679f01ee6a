-- Whether the users of a project must prove who they are (on), or are taken at their word (off).
ALTER TABLE projects ADD COLUMN security_mode VARCHAR(8) NOT NULL DEFAULT 'on';

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

-- by_origin is a directory, like public_keys: the preflight of a browser tells its origin and no project.
CREATE TABLE allowed_origins (
  project_id BINARY(16)     NOT NULL,
  origin     VARBINARY(255) NOT NULL,
  created_at DATETIME(6)    NOT NULL,
  PRIMARY KEY (project_id, origin),
  KEY by_origin (origin),
  CONSTRAINT allowed_origins_project FOREIGN KEY (project_id) REFERENCES projects (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
