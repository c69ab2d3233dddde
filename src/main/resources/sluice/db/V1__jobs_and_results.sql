CREATE TABLE jobs (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL, -- path below the inbox, with forward slashes
    profile       TEXT    NOT NULL,
    output_name   TEXT    NOT NULL, -- path below the outbox without endings; unique among unfinished jobs
    state         TEXT    NOT NULL, -- CLAIMED, RUNNING, WRITING, DONE
    total         BIGINT  NOT NULL, -- prompts in the file; 0 until it was inspected
    claimed_at    TEXT    NOT NULL, -- ISO-8601, UTC
    finished_at   TEXT,
    simulated     INTEGER NOT NULL,
    requests      BIGINT  NOT NULL DEFAULT 0,
    carried       BIGINT  NOT NULL DEFAULT 0, -- prompts in those requests
    rate_limited  BIGINT  NOT NULL DEFAULT 0,
    retries       BIGINT  NOT NULL DEFAULT 0,
    input_tokens  BIGINT  NOT NULL DEFAULT 0,
    output_tokens BIGINT  NOT NULL DEFAULT 0
);

CREATE INDEX jobs_by_state ON jobs (state);

CREATE TABLE results (
    job_id     BIGINT  NOT NULL,
    idx        BIGINT  NOT NULL, -- position of the prompt in its file, from 0
    attempts   INTEGER NOT NULL,
    status     INTEGER NOT NULL, -- HTTP status; 0 where no reply came
    request_id TEXT,             -- of an answer
    body       TEXT,             -- of an answer: the API's response body for this prompt alone
    code       TEXT,             -- of a failure
    message    TEXT,             -- of a failure
    PRIMARY KEY (job_id, idx)
);
