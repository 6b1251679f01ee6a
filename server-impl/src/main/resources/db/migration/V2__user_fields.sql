-- What is known of a user. custom_fields holds JSON as text with sorted keys, like settings.
ALTER TABLE users
  ADD COLUMN email         VARCHAR(254)  NULL,
  ADD COLUMN phone         VARCHAR(16)   NULL,
  ADD COLUMN first_name    VARCHAR(255)  NULL,
  ADD COLUMN last_name     VARCHAR(255)  NULL,
  ADD COLUMN avatar        VARCHAR(2048) NULL,
  ADD COLUMN locale        VARCHAR(85)   NULL,
  ADD COLUMN timezone      VARCHAR(64)   NULL,
  ADD COLUMN custom_fields MEDIUMTEXT    NULL,
  ADD KEY by_creation (project_id, created_at, id);

-- Signs the cursors of a project's lists. A project gets its key when it first needs one.
ALTER TABLE projects ADD COLUMN cursor_key BINARY(32) NULL;
