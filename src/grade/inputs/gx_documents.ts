import type { JsonRecord } from '../../defects/record.ts';
import { isRecord } from './contents.ts';

/** The result of one expectation, as far as it is there. */
export type Outcome = {
  readonly rule: string;
  /** All columns that it is about. */
  readonly columns: readonly string[];
  readonly success: boolean;
  readonly result: JsonRecord;
  /** Why it could not be tried; null where it was. */
  readonly exception: string | null;
};

/** What was found of the expectations of a suite, which are about one table. */
export type Suite = readonly Outcome[];

/** How the keys of a checkpoint's results begin. */
const IDENTIFIER = /^(ValidationResult|GXCloud|GeCloud)Identifier/;

/**
 * The suites whose results are in a document of Great Expectations; null where it is none. It may be the validation of a suite
 * (`results`), of a checkpoint (`run_results`, or that map alone), what `describe()` makes of either (`expectations`,
 * `validation_results`), or the result of one expectation.
 */
export function suitesIn(document: JsonRecord): Suite[] | null {
  const suites = validationsIn(document).map(suiteOf);
  return suites.length > 0 && suites.every((suite) => suite !== null) ? suites : null;
}

function validationsIn(document: JsonRecord): unknown[] {
  const { run_results, validation_results } = document;
  if (Array.isArray(validation_results)) return validation_results;
  if (isRecord(run_results)) return Object.values(run_results);
  const isMap = Object.keys(document).every((key) => IDENTIFIER.test(key));
  return isMap ? Object.values(document) : [document];
}

function suiteOf(value: unknown): Suite | null {
  if (!isRecord(value)) return null;
  // Before 1.0 each of a checkpoint's results stood beside what its actions did.
  const { validation_result: validation = value } = value;
  if (!isRecord(validation)) return null;
  const { success, results = validation.expectations } = validation;
  const outcomes = Array.isArray(results) && typeof success === 'boolean' ? results : [validation];
  return outcomes.every(isOutcome) ? outcomes.map(outcomeOf) : null;
}

function isOutcome(value: unknown): value is JsonRecord {
  if (!isRecord(value) || !('success' in value)) return false;
  return isRecord(value.expectation_config) || typeof value.expectation_type === 'string';
}

function outcomeOf(value: JsonRecord): Outcome {
  const config = isRecord(value.expectation_config) ? value.expectation_config : value;
  const kwargs = isRecord(config.kwargs) ? config.kwargs : {};
  const { column, column_A, column_B, column_list } = kwargs;
  const columns = [column, column_A, column_B, ...(Array.isArray(column_list) ? column_list : [])];
  return {
    // `expectation_type` before 1.0, and in `describe()` still.
    rule: String(config.type ?? config.expectation_type),
    columns: columns.filter((each) => typeof each === 'string'),
    success: value.success === true,
    result: isRecord(value.result) ? value.result : {},
    exception: isRecord(value.exception_info) ? exceptionIn(value.exception_info) : null,
  };
}

/** Either one exception, or one for every metric that could not be computed. */
function exceptionIn(info: JsonRecord): string | null {
  const all = 'raised_exception' in info ? [info] : Object.values(info).filter(isRecord);
  const raised = all.find(({ raised_exception }) => raised_exception === true);
  return raised === undefined ? null : String(raised.exception_message);
}
