export const IN_SET = 'expect_column_values_to_be_in_set';
export const BETWEEN = 'expect_column_values_to_be_between';
export const UNIQUE = 'expect_column_values_to_be_unique';

/** What is noted of expectations whose rows are counted. */
export const NOT_NAMED =
  'Have them named with {"result_format": "COMPLETE", "unexpected_index_column_names": ["event_id"]}.';

/** A validation of one expectation, COMPLETE unless the result says otherwise. */
export const validation = (column: string, result: object, type = IN_SET) =>
  JSON.stringify({
    success: false,
    results: [{ success: false, expectation_config: { type, kwargs: { column } }, result }],
  });
