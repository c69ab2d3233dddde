CREATE TABLE batches (
    id            INTEGER PRIMARY KEY,
    job_id        BIGINT  NOT NULL,
    token         TEXT    NOT NULL UNIQUE, -- in the remote file's name and the remote batch's metadata
    provider      TEXT    NOT NULL,        -- its URL, organisation and project; never a key
    state         TEXT    NOT NULL,        -- WRITTEN, UPLOADING, UPLOADED, CREATING, RUNNING, CANCELLING, ENDED, COLLECTED, DONE
    pool          TEXT    NOT NULL,
    endpoint      TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    prompts       BLOB    NOT NULL,        -- positions in the file of the job: a bit each, the lowest first
    tokens        BIGINT  NOT NULL,        -- what it counts in the provider's queue
    bytes         BIGINT  NOT NULL,
    written_at    TEXT    NOT NULL,        -- ISO-8601, UTC, as all times
    remote_file   TEXT,
    remote_batch  TEXT,
    remote_status TEXT,
    output_file   TEXT,
    error_file    TEXT,
    completed     BIGINT  NOT NULL,
    failed        BIGINT  NOT NULL,
    started_at    TEXT,
    expires_at    TEXT,
    not_before    TEXT    NOT NULL,
    refusals      INTEGER NOT NULL,
    waits_for     TEXT,
    input_tokens  BIGINT  NOT NULL,
    output_tokens BIGINT  NOT NULL,
    answered      BIGINT  NOT NULL,
    left_over     BLOB                     -- positions without a result in the end; null until then
);

CREATE INDEX batches_by_job ON batches (job_id);
