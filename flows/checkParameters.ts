import type { FlowAction } from './language/action.ts';
import { isReference } from './language/render.ts';
import { knownPath, limits } from './language/rules.ts';

interface Finding {
  readonly expected: string;
  readonly found: string;
}

/** What Connect would refuse in an action's parameters, or silently speak as nothing. */
export function parameterMistakes(action: FlowAction): Finding[] {
  return [...ownMistakes(action), ...pathMistakes(action.Parameters)];
}

function ownMistakes(action: FlowAction): Finding[] {
  switch (action.Type) {
    case 'InvokeLambdaFunction':
      return [
        ...within('InvocationTimeLimitSeconds', action.Parameters.InvocationTimeLimitSeconds, limits.lambdaSeconds),
        ...Object.entries(action.Parameters.LambdaInvocationAttributes).flatMap(([key, value]) =>
          value === '' ? [{ expected: `a value for the Lambda's parameter ${key}`, found: 'an empty text' }] : [],
        ),
      ];
    case 'UpdateContactAttributes':
      return attributes(action.Parameters.Attributes);
    case 'Loop':
      return within('LoopCount', action.Parameters.LoopCount, limits.loopCount);
    case 'Wait':
      return within('TimeLimitSeconds', action.Parameters.TimeLimitSeconds, limits.waitSeconds);
    case 'MessageParticipant':
      return text('Text', action.Parameters.Text, limits.billedTextCharacters);
    case 'MessageParticipantIteratively':
      return [
        ...(action.Parameters.Messages.length === 0 ? [{ expected: 'at least one message', found: 'none' }] : []),
        ...action.Parameters.Messages.flatMap(({ SSML }) => markup(SSML)),
        ...optional(action.Parameters.InterruptFrequencySeconds, (seconds) =>
          within('InterruptFrequencySeconds', seconds, limits.interruptSeconds),
        ),
      ];
    case 'GetParticipantInput':
      return [
        ...text('Text', action.Parameters.Text, limits.billedTextCharacters),
        ...within('InputTimeLimitSeconds', action.Parameters.InputTimeLimitSeconds, limits.inputSeconds),
        ...(action.Parameters.StoreInput === 'True'
          ? country(action.Parameters.InputValidation.PhoneNumberValidation.CountryCode)
          : []),
      ];
    case 'CreateCallbackContact':
      return [
        ...within('InitialCallDelaySeconds', action.Parameters.InitialCallDelaySeconds, limits.callbackDelaySeconds),
        ...within('RetryDelaySeconds', action.Parameters.RetryDelaySeconds, limits.callbackDelaySeconds),
        ...within('MaximumConnectionAttempts', action.Parameters.MaximumConnectionAttempts, limits.callbackAttempts),
      ];
    case 'UpdateContactRoutingBehavior':
      return within('QueuePriority', action.Parameters.QueuePriority, limits.queuePriority);
    case 'UpdateContactRoutingCriteria':
      return action.Parameters.RoutingCriteria.Steps.flatMap(({ Expiry }) =>
        within('DurationInSeconds', Expiry.DurationInSeconds, limits.preferredAgentSeconds),
      );
    case 'UpdateContactCallbackNumber':
      return onlyPath('CallbackNumber', action.Parameters.CallbackNumber);
    case 'Compare':
      return onlyPath('ComparisonValue', action.Parameters.ComparisonValue);
    case 'UpdateContactTextToSpeechVoice':
      return text('TextToSpeechVoice', action.Parameters.TextToSpeechVoice, 50);
    default:
      return [];
  }
}

/** Every number is text on Connect's wire, whole and without a sign. */
function within(name: string, value: string, { least, most }: { least: number; most: number }): Finding[] {
  const whole = /^\d+$/.test(value);
  return whole && Number(value) >= least && Number(value) <= most
    ? []
    : [{ expected: `${name} as text, a whole number from ${least} to ${most}`, found: JSON.stringify(value) }];
}

function text(name: string, value: string, most: number): Finding[] {
  return value.trim() !== '' && value.length <= most
    ? []
    : [{ expected: `${name} of 1 to ${most} characters`, found: value.trim() === '' ? 'nothing' : `${value.length}` }];
}

function markup(value: string): Finding[] {
  const findings: Finding[] = [];
  const billed = value.replaceAll(/<[^>]*>/g, '');
  if (!/^<speak>.+<\/speak>$/s.test(value))
    findings.push({ expected: 'SSML inside <speak>', found: value.slice(0, 40) });
  if (value.length > limits.markupCharacters)
    findings.push({ expected: `SSML of at most ${limits.markupCharacters} characters`, found: `${value.length}` });
  return [...findings, ...text('SSML', billed, limits.billedTextCharacters)];
}

/** A name is what $.Attributes can be asked for; an empty value would take the attribute away. */
function attributes(given: Readonly<Record<string, unknown>>): Finding[] {
  const bytes = Buffer.byteLength(JSON.stringify(given));
  return [
    ...Object.entries(given).flatMap(([name, value]) => [
      ...(/^[A-Za-z]+$/.test(name) ? [] : [{ expected: 'an attribute named with letters only', found: name }]),
      ...(value === '' ? [{ expected: `a value for the attribute ${name}`, found: 'an empty text' }] : []),
    ]),
    ...(bytes > limits.attributesBytes
      ? [{ expected: `at most ${limits.attributesBytes} bytes of attributes`, found: `${bytes}` }]
      : []),
  ];
}

function country(code: string): Finding[] {
  return /^[A-Z]{2}$/.test(code) ? [] : [{ expected: 'a country as two capital letters, such as US', found: code }];
}

function onlyPath(name: string, value: string): Finding[] {
  return /^\$\.[A-Za-z.]+$/.test(value)
    ? []
    : [{ expected: `${name} as one path, such as $.External.say`, found: value }];
}

function optional<Value>(value: Value | undefined, check: (value: Value) => Finding[]): Finding[] {
  return value === undefined ? [] : check(value);
}

/** Wherever Connect would fill in a value: it must be one Connect knows, and stand apart from the words around it. */
function pathMistakes(value: unknown): Finding[] {
  if (typeof value === 'string') {
    return value
      .split(/\s+/)
      .filter((word) => word.includes('$.'))
      .flatMap((word) =>
        knownPath.test(word) ? [] : [{ expected: 'a value Connect can fill in, with a blank after it', found: word }],
      );
  }
  if (isReference(value) || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(pathMistakes);
}
