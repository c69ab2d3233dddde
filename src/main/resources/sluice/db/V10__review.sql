-- What was decided about files that had waited in review/, from before their claim until their jobs are finished.
CREATE TABLE decisions (
    job_id   BIGINT PRIMARY KEY,
    decision TEXT   NOT NULL -- APPROVED or DENIED
);
