ALTER TABLE jobs ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN answered BIGINT; -- of a finished job
ALTER TABLE jobs ADD COLUMN failed BIGINT; -- of a finished job
ALTER TABLE jobs ADD COLUMN archived_as TEXT; -- of a finished job: path of its input below the archive folder
ALTER TABLE jobs ADD COLUMN waits_for TEXT; -- what keeps it from going on, for people

-- Requests that were sent again though the first may have been paid for.
CREATE TABLE maybe_repeated (
    job_id     BIGINT NOT NULL,
    request_id TEXT   NOT NULL, -- Sluice's own, X-Client-Request-Id
    PRIMARY KEY (job_id, request_id)
);

-- What commands of other processes ask of the one that works on the home folder.
CREATE TABLE orders (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id     BIGINT NOT NULL,
    kind       TEXT   NOT NULL, -- RETRY, CANCEL
    ordered_at TEXT   NOT NULL, -- ISO-8601, UTC
    outcome    TEXT             -- one sentence, once it was carried out
);
