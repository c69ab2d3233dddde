-- Positions of its prompts in the file of the job, such as 0-99,120, where its process ended before its reply; null once that is
-- counted in maybe_used, and where a reply was lost otherwise.
ALTER TABLE maybe_repeated ADD COLUMN prompts TEXT;

-- The most that users may have used in requests without a reply that tells. It counts for their allowances; the ledger has none of it.
CREATE TABLE maybe_used (
    day           TEXT   NOT NULL, -- ISO date, in the zone that sluice.usage.zone names; after a kill that of the next start
    user          TEXT   NOT NULL,
    requests      BIGINT NOT NULL, -- that aren't in the ledger
    tokens        BIGINT NOT NULL,
    cost_microusd BIGINT NOT NULL,
    PRIMARY KEY (day, user)
) WITHOUT ROWID;
