CREATE TABLE usage_minutes (
    minute        BIGINT NOT NULL, -- minutes since 1970 UTC
    pool          TEXT   NOT NULL,
    model         TEXT   NOT NULL,
    user          TEXT   NOT NULL,
    profile       TEXT   NOT NULL,
    requests      BIGINT NOT NULL,
    prompts       BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cost_microusd BIGINT NOT NULL,
    unpriced      BIGINT NOT NULL,
    rate_limited  BIGINT NOT NULL,
    waited_millis BIGINT NOT NULL,
    PRIMARY KEY (minute, pool, model, user, profile)
) WITHOUT ROWID;

CREATE TABLE usage_days (
    day           TEXT   NOT NULL, -- ISO date
    pool          TEXT   NOT NULL,
    model         TEXT   NOT NULL,
    user          TEXT   NOT NULL,
    profile       TEXT   NOT NULL,
    requests      BIGINT NOT NULL,
    prompts       BIGINT NOT NULL,
    input_tokens  BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cost_microusd BIGINT NOT NULL,
    unpriced      BIGINT NOT NULL,
    rate_limited  BIGINT NOT NULL,
    waited_millis BIGINT NOT NULL,
    PRIMARY KEY (day, pool, model, user, profile)
) WITHOUT ROWID;
