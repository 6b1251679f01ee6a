-- How many device tokens a user may have on a channel, and what becomes of one more: null is what the spec allows, and
-- that one more is refused.
ALTER TABLE channels
  ADD COLUMN token_cap      SMALLINT    NULL,
  ADD COLUMN token_overflow VARCHAR(16) NULL;
