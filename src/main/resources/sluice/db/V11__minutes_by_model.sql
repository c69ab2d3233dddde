-- The sums of minutes are of models, whoever asked: reports by the minute ask for no more, and read a fraction of the rows. They
-- also count the requests that a model has worked on, as providers do: neither refused or failed ones nor polls.
INSERT INTO usage_names (name)
SELECT pool FROM usage_minutes UNION SELECT model FROM usage_minutes WHERE true ON CONFLICT DO NOTHING;

ALTER TABLE usage_minutes RENAME TO usage_minutes_of_users;

CREATE TABLE usage_minutes (
    minute        BIGINT  NOT NULL, -- minutes since 1970, UTC
    pool          INTEGER NOT NULL,
    model         INTEGER NOT NULL,
    requests      BIGINT  NOT NULL,
    prompts       BIGINT  NOT NULL, -- that the provider has worked on
    input_tokens  BIGINT  NOT NULL, -- cached ones included
    cached_tokens BIGINT  NOT NULL,
    output_tokens BIGINT  NOT NULL,
    cost_microusd BIGINT  NOT NULL,
    unpriced      BIGINT  NOT NULL, -- prompts whose model has no known price
    rate_limited  BIGINT  NOT NULL, -- requests that were refused with 429
    waited_millis BIGINT  NOT NULL, -- time that requests waited at the gate of the pool
    answered      BIGINT  NOT NULL, -- requests that the model has worked on; what a run brought is one
    PRIMARY KEY (minute, pool, model)
) WITHOUT ROWID;

INSERT INTO usage_minutes
SELECT minute, pools.id, models.id, SUM(requests), SUM(prompts), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens),
       SUM(cost_microusd), SUM(unpriced), SUM(rate_limited), SUM(waited_millis), 0
FROM usage_minutes_of_users
JOIN usage_names AS pools ON pools.name = pool
JOIN usage_names AS models ON models.name = model
GROUP BY minute, pools.id, models.id;

UPDATE usage_minutes SET answered = found.answered
FROM (SELECT at / 60000 AS minute, pool, model, COUNT(*) AS answered FROM usage_requests
      WHERE outcome = 0 AND carried > 0 OR outcome = 3 GROUP BY 1, 2, 3) AS found
WHERE found.minute = usage_minutes.minute AND found.pool = usage_minutes.pool AND found.model = usage_minutes.model;

DROP TABLE usage_minutes_of_users;
