-- Who used what. Names of pools, models, users and profiles stand in the ledger by their numbers here.
CREATE TABLE usage_names (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- Each request that reached the provider; of a batch each of its lines. What a run brought has a row of its own.
CREATE TABLE usage_requests (
    id            INTEGER PRIMARY KEY, -- counted up, so that the oldest come first
    at            BIGINT  NOT NULL,    -- milliseconds since 1970, UTC: when it was over
    pool          INTEGER NOT NULL,    -- with "/batch" where the Batch API has answered, which has limits of its own
    model         INTEGER NOT NULL,
    user          INTEGER NOT NULL,    -- of its first prompt
    profile       INTEGER NOT NULL,    -- of its first prompt
    service       INTEGER NOT NULL,    -- 0 standard, 1 flex, 2 batch; the latter two at half the price
    outcome       INTEGER NOT NULL,    -- 0 answered, 1 refused with 429, 2 failed otherwise, 3 no request: what a run brought
    carried       BIGINT  NOT NULL,    -- prompts in it
    input_tokens  BIGINT  NOT NULL,    -- cached ones included
    cached_tokens BIGINT  NOT NULL,
    output_tokens BIGINT  NOT NULL,
    cost_microusd BIGINT,              -- null where the model's price is unknown
    waited_millis BIGINT  NOT NULL,    -- at the gate of its pool
    mark          BIGINT               -- of what may be fetched twice: batches and runs
);

CREATE UNIQUE INDEX usage_requests_by_mark ON usage_requests (mark) WHERE mark IS NOT NULL;

-- The prompts of those requests that the provider has worked on, with their shares.
CREATE TABLE usage_prompts (
    request       BIGINT  NOT NULL,
    n             INTEGER NOT NULL, -- place in the request, from 0
    job_id        BIGINT  NOT NULL,
    idx           BIGINT  NOT NULL, -- position of the prompt in its file, from 0
    user          INTEGER NOT NULL,
    profile       INTEGER NOT NULL,
    input_tokens  BIGINT  NOT NULL,
    cached_tokens BIGINT  NOT NULL,
    output_tokens BIGINT  NOT NULL,
    cost_microusd BIGINT,
    PRIMARY KEY (request, n)
) WITHOUT ROWID;

-- Sums, kept up with each transaction.
CREATE TABLE usage_minutes (
    minute        BIGINT NOT NULL, -- minutes since 1970, UTC
    pool          TEXT   NOT NULL,
    model         TEXT   NOT NULL,
    user          TEXT   NOT NULL,
    profile       TEXT   NOT NULL,
    requests      BIGINT NOT NULL, -- a request that several users or profiles share counts for its first prompt's
    prompts       BIGINT NOT NULL, -- that the provider has worked on
    input_tokens  BIGINT NOT NULL, -- cached ones included
    cached_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cost_microusd BIGINT NOT NULL,
    unpriced      BIGINT NOT NULL, -- prompts whose model has no known price
    rate_limited  BIGINT NOT NULL, -- requests that were refused with 429
    waited_millis BIGINT NOT NULL, -- time that requests waited at the gate of the pool
    PRIMARY KEY (minute, pool, model, user, profile)
) WITHOUT ROWID;

CREATE TABLE usage_days (
    day           TEXT   NOT NULL, -- ISO date, in the zone that sluice.usage.zone names
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

ALTER TABLE runs ADD COLUMN user TEXT; -- of its prompt; null for default
