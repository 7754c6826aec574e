import fc from 'fast-check';

// Laws are tried on the same cases in every run, so that a landing does not fail by chance; another
// FAST_CHECK_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 42) });
