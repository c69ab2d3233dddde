ALTER TABLE pools ADD COLUMN images_per_minute BIGINT; -- learned; null where nothing was
