-- What single prompts have started at the provider, to be asked after.
CREATE TABLE runs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never given out again: it is what steps under way are known by
    job_id        BIGINT  NOT NULL,
    idx           BIGINT  NOT NULL, -- position of the prompt in its file, from 0
    provider      TEXT    NOT NULL, -- its URL, organisation and project; never a key
    pool          TEXT    NOT NULL,
    profile       TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    kind          TEXT    NOT NULL, -- RESPONSE, ASSISTANT
    state         TEXT    NOT NULL, -- PREPARING, STARTING, RUNNING, ANSWERED, OVER, AGAIN
    remote_file   TEXT,
    remote_thread TEXT,
    remote_run    TEXT,
    attempts      INTEGER NOT NULL, -- earlier runs of the prompt that came to nothing
    polls         INTEGER NOT NULL,
    started_at    TEXT,             -- ISO-8601, UTC, as all times
    next_poll_at  TEXT
);

CREATE INDEX runs_by_job ON runs (job_id);

-- Assistants that were made of a profile.
CREATE TABLE assistants (
    provider   TEXT NOT NULL,
    definition TEXT NOT NULL, -- a hash of what it was made of
    remote_id  TEXT NOT NULL,
    PRIMARY KEY (provider, definition)
);
