-- What the batch's Parquet files hold.
CREATE OR REPLACE TEMP TABLE batch_events (
  batch_id VARCHAR, line INTEGER, event_id VARCHAR, driver_id VARCHAR, company_id VARCHAR, truck_id VARCHAR, event_type VARCHAR,
  event_time TIMESTAMP, lat DOUBLE, lon DOUBLE
);
