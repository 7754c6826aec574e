/** What `tachograph --help` says. */
export const HELP = `tachograph: synthetic fleet data, published on the second

  tachograph [start]           publish batches and serve the API (the default)
  tachograph validate [file]   check a config file and print its mode and intervals
  tachograph backfill --from T --to T [--workers N]
                               make what a service would have made in that span; T: 2025-11-09T12:00:00Z, now-24h, now
  tachograph replay <generator> <batch_id> [--clean]
                               write a batch's bytes, made again from the ledger; --clean: without defects
  tachograph verify            make every published batch again and compare it with ledger and disk
  tachograph grade <file…> [--json]
                               grade what a pipeline turned away: verdicts, rejected rows as JSON Lines,
                               output of Databricks DQX, Great Expectations, dbt store_failures
  tachograph clean [--yes]     delete all that was published, while no service is running; asks first
  tachograph --version

  --config FILE        config file           config/config.active.yaml, or a built-in emulated default
  --data-dir DIR       data folder           data
  --host HOST          address to listen on  127.0.0.1
  --port PORT          port to listen on     18000
  --log-format FORMAT  text or json          text
  --no-issues          start: keep the answer key out of the API
  --backfill-from T    start: fill the past from T on first, then go live
  --workers N          backfill: batches made at a time  as many as cores
  --batches N          start: stop after N published batches
  --for DURATION       start: stop after a time such as PT1H

  Each flag is also a variable: TACHOGRAPH_CONFIG, TACHOGRAPH_DATA_DIR, TACHOGRAPH_HOST, …
  From the environment alone, for start:
  TACHOGRAPH_API_TOKEN      what requests must show, as Authorization: Bearer <token>
  TACHOGRAPH_ALLOWED_HOSTS  without a token: names to answer to besides localhost, separated by commas
  Exit codes: 0 done, 1 failed, 2 usage or config.`;
