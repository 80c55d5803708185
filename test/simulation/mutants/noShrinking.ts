import fc from 'fast-check';

// A mutant is found by the first example that shows it: the smallest would be looked for in vain, for minutes.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
