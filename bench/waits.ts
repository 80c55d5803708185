import { cases } from './waits/cases.ts';
import { withKnownParameters } from './waits/lines.ts';
import { realCenter } from './waits/real.ts';
import { Claims } from './waits/report.ts';

/*
 * The error of predicted waits beside published and reference figures: `node bench/waits.ts [customers a run] [lines|real]`.
 * First lines as theory has them, parameters known, then a real center that is learned on the way. Exit 1 where a goal is
 * missed, 3 where the data is absent. A figure of a line comes with its 95 % interval over 16 independent runs, and its
 * goal counts as missed only where the whole interval lies beyond.
 */
const runs = 16;
const customers = Number(process.argv[2] ?? 40_000);
const part = process.argv[3];

const claims = new Claims();
if (part !== 'real') for (const subject of cases) withKnownParameters(claims, subject, runs, customers);
if (part !== 'lines') realCenter(claims);
process.exitCode = claims.exitCode();
