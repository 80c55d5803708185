/** What `aws logs tail` takes, and how each value has to look. Source: AWS CLI 2 reference, logs/tail, read in November 2026. */
const options: Readonly<Record<string, RegExp>> = {
  '--since': /^(\d+[smhdw]|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)$/,
  '--filter-pattern': /./,
  '--format': /^(detailed|short|json|none)$/,
  '--log-stream-name-prefix': /./,
};
const flags: ReadonlySet<string> = new Set(['--follow']);

export interface Tail {
  readonly logGroup: string;
  readonly filterPattern: string | undefined;
}

/** Reads the words of `aws logs tail …`. Throws RangeError naming the word that it would not take. */
export function readTail(command: string): Tail {
  const [, , , logGroup = '', ...rest] = words(command);
  if (!/^[\w./#-]+$/.test(logGroup)) throw new RangeError(`${logGroup || 'nothing'}: expected the name of a log group`);
  const given = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 1) {
    const option = rest[at] ?? '';
    if (flags.has(option)) continue;
    const shape = options[option];
    if (shape === undefined) throw new RangeError(`${option}: aws logs tail has no such option`);
    at += 1;
    const value = rest[at] ?? '';
    if (!shape.test(value)) throw new RangeError(`${option} ${value}: it takes another kind of value`);
    given.set(option, value);
  }
  return { logGroup, filterPattern: given.get('--filter-pattern') };
}

/** The request that a tail makes of CloudWatch Logs, in the words both versions of the command line know. */
export const asRequest = ({ logGroup, filterPattern }: Tail): string =>
  `logs filter-log-events --interleaved --start-time 0 --log-group-name ${logGroup}${
    filterPattern === undefined ? '' : ` --filter-pattern '${filterPattern}'`
  }`;

/** As a shell parts them, quotes taken away. */
const words = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
