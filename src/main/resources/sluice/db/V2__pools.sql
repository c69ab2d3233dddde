CREATE TABLE pools (
    name                TEXT   PRIMARY KEY,
    requests_per_minute BIGINT,          -- learned; null where nothing was
    tokens_per_minute   BIGINT,
    day                 TEXT   NOT NULL, -- ISO date, UTC, that the usage is of
    requests_of_day     BIGINT NOT NULL,
    tokens_of_day       BIGINT NOT NULL,
    status              TEXT   NOT NULL, -- JSON, for people
    noted_at            TEXT   NOT NULL  -- ISO-8601, UTC
);
