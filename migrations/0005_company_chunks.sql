-- Facts of many company batches in one row: a start reads thousands of these, not millions of batches, which stay the truth.
CREATE TABLE company_chunks (
  dataset_id INTEGER NOT NULL REFERENCES datasets (id),
  mode TEXT NOT NULL,
  -- Numbers of its first and last batch; it holds all of the mode in between that readers should see.
  from_number INTEGER NOT NULL,
  to_number INTEGER NOT NULL,
  -- Of each batch: number, bytes of its facts (both u32) and end of its interval in epoch ms (f64), little-endian.
  batches BLOB NOT NULL,
  facts BLOB NOT NULL,
  PRIMARY KEY (dataset_id, mode, from_number)
) STRICT;

-- Whatever changes a batch that a chunk covers, the chunk goes, and those after it: what is read follows on from the first.
CREATE TRIGGER company_chunk_is_out_of_date AFTER UPDATE OF state ON batches WHEN NEW.generator = 'company'
BEGIN
  DELETE FROM company_chunks WHERE dataset_id = NEW.dataset_id AND mode = NEW.mode AND to_number >= NEW.number;
END;
CREATE TRIGGER company_chunk_lacks_a_batch AFTER INSERT ON batches WHEN NEW.generator = 'company' AND NEW.state = 'published'
BEGIN
  DELETE FROM company_chunks WHERE dataset_id = NEW.dataset_id AND mode = NEW.mode AND to_number >= NEW.number;
END;
