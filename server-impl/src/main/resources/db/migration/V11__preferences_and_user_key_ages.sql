-- What a user wants to receive: JSON as text with sorted keys, like custom_fields.
ALTER TABLE users ADD COLUMN preferences MEDIUMTEXT NULL;

-- How long a user key works after it was issued: null is what the spec allows.
ALTER TABLE projects ADD COLUMN user_key_max_age_seconds INT NULL;
