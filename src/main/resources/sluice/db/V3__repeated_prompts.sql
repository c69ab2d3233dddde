-- Prompts that take the result of an identical one of their file; they have no row in results.
CREATE TABLE repeats (
    job_id    BIGINT NOT NULL,
    idx       BIGINT NOT NULL, -- position of the prompt in its file, from 0
    first_idx BIGINT NOT NULL, -- position of the identical prompt that was sent
    PRIMARY KEY (job_id, idx)
);

ALTER TABLE jobs ADD COLUMN repeated BIGINT NOT NULL DEFAULT 0;
