/**
 * Version of the bytes: whoever changes a byte that the press makes of the same job raises it by one.
 * The golden hashes of test/press say whether a byte has changed.
 */
export const GENERATOR_VERSION = 2;
