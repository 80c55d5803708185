/** Every single mistake of a kind that can be made anywhere in a settings file. */
export interface Mutation {
  /** What was done, for the message of a failing test. */
  says: string;
  /** Where the mistake must be reported: there, or in a part of it. */
  path: string;
  settings: unknown;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = (string | number)[];

const pathText = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');

/** Objects whose keys are names the operator chose: renaming or removing one there is no mistake of spelling. */
const isRecord = (path: Path): boolean =>
  (path.length === 1 && ['phoneNumbers', 'hours', 'queues', 'agents'].includes(String(path[0]))) ||
  pathText(path) === 'staffing.reserve';

/** Required keys by the object they belong to; all others have a default. */
const required = [
  /^(center|hours|queues)$/,
  /^center\.(name|timeZone|connect)$/,
  /^center\.connect\.create\.alias$/,
  /^phoneNumbers\.[^.]+\.(country|type|queues)$/,
  /^hours\.[^.]+\.week$/,
  /holidays\[\d+\]\.(date|name)$/,
  /^queues\.[^.]+\.(description|channels|hours|expectation|expectation\.\w+|expectation\.\w+\.waitSeconds)$/,
  /^agents\.[^.]+\.(firstName|lastName|queues)$/,
  /\.shift\.(days|hours)$/,
  /^forecasting\.specialDays\[\d+\]\.(date|name)$/,
  /^staffing\.reserve\.[^.]+\.(agents|helps)$/,
];

export function mutationsOf(settings: Json): Mutation[] {
  const mutations: Mutation[] = [];
  visit(settings, []);
  return mutations;

  function visit(value: Json, path: Path): void {
    if (pathText(path) === '$schema') return;
    if (path.length > 0) for (const [says, wrong] of wrongTypes(value, pathText(path))) add(says, path, wrong);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const innerPath = [...path, Array.isArray(value) ? Number(key) : key];
      if (!Array.isArray(value) && !isRecord(path)) {
        for (const misspelt of misspellings(key)) addKey(misspelt, path, inner);
      }
      if (required.some((pattern) => pattern.test(pathText(innerPath)))) {
        add('left out', innerPath, undefined);
      }
      visit(inner, innerPath);
    }
    if (!Array.isArray(value) && !isRecord(path)) addKey('colour', path, 'green');
    if (Array.isArray(value) && value.length > 0) {
      const first = value[0] as Json;
      if (typeof first !== 'object') add('the same twice', path, [...value, first]);
    }
  }

  function add(says: string, path: Path, wrong: Json | undefined): void {
    const copy = structuredClone(settings);
    const parent = path.slice(0, -1).reduce<Json>((value, key) => (value as Record<string, Json>)[key] as Json, copy);
    if (wrong === undefined) delete (parent as Record<string, Json>)[String(path.at(-1))];
    else (parent as Record<string, Json>)[String(path.at(-1))] = wrong;
    mutations.push({ says: `${pathText(path)} ${says}`, path: pathText(path), settings: copy });
  }

  function addKey(key: string, path: Path, value: Json): void {
    const copy = structuredClone(settings);
    const parent = path.reduce<Json>((inner, step) => (inner as Record<string, Json>)[step] as Json, copy);
    (parent as Record<string, Json>)[key] = value;
    mutations.push({ says: `${pathText([...path, key])} is no key`, path: pathText([...path, key]), settings: copy });
  }
}

function misspellings(key: string): string[] {
  return [`${key}s`, key.slice(0, -1), key.toUpperCase()].filter(
    (word) => word !== key && word.length > 1 && !['hour', 'offer'].includes(word),
  );
}

/** Values of another type, unit or range than the one that stands there. */
function wrongTypes(value: Json, path: string): [string, Json][] {
  if (typeof value === 'number') {
    return [
      ['as text', String(value)],
      ['with a unit', `${value}m`],
      ['negative', -value],
      ['far too large', 1e9],
      ['not a number', null],
      ['in a list', [value]],
      ...(Number.isInteger(value) ? [['with a fraction', value + 0.5] as [string, Json]] : []),
    ];
  }
  if (typeof value === 'boolean')
    return [
      ['as text', String(value)],
      ['as a number', 1],
      ['null', null],
    ];
  if (typeof value === 'string') {
    return [
      ['empty', ''],
      ['a number', 7],
      ...(path === 'center.recordingNotice' ? [] : [['null', null] as [string, Json]]),
      ['an object', {}],
      ...(/name$|lastName|firstName|description|spokenName|recordingNotice|chatLink/i.test(path)
        ? []
        : [['another word', `${value}?`] as [string, Json]]),
    ];
  }
  if (Array.isArray(value))
    return [
      ['an object', {}],
      ['text', 'monday'],
      ['null', null],
    ];
  return [
    ['a list', []],
    ['text', 'yes'],
    ['null', null],
  ];
}
