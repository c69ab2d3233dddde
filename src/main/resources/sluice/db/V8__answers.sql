-- Rows of the files answers.csv, from the moment that a job is written out until the file of its sweep is on disk.
CREATE TABLE answers (
    job_id       BIGINT NOT NULL,
    goes_to      TEXT   NOT NULL, -- path of the file below the outbox; empty until the sweep has ended
    folder       TEXT   NOT NULL, -- path below the inbox, with forward slashes; empty for the inbox itself
    file         TEXT   NOT NULL,
    answer       TEXT   NOT NULL,
    label_column TEXT,            -- null where the profile has no label
    label        TEXT   NOT NULL,
    error        TEXT   NOT NULL,
    PRIMARY KEY (job_id, goes_to)
);

CREATE INDEX answers_by_sweep ON answers (goes_to, folder, file, job_id);
