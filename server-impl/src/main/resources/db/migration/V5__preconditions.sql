-- Whether a project takes a replacement of settings only with a precondition.
ALTER TABLE projects ADD COLUMN require_if_match BOOLEAN NOT NULL DEFAULT FALSE;
