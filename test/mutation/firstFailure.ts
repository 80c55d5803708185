import fc from 'fast-check';

// A mutant is found by the first counterexample; looking for the smallest takes minutes of each.
fc.configureGlobal({ endOnFailure: true });
