import type { TemplateBody, TemplateValue } from './assembly.ts';

/** The identity a created resource answers `Ref` and `Fn::GetAtt` with. */
export interface Physical {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Values of `AWS::Region` and its kind. */
export interface PseudoParameters {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
}

export interface Resolver {
  /** The value with every intrinsic replaced. Throws naming the reference that cannot be resolved. */
  resolve(value: TemplateValue): unknown;
  /** Whether a named condition holds; undefined names hold. */
  holds(condition: string | undefined): boolean;
}

/** Stands for `AWS::NoValue`: the property or list entry that has it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The single intrinsic of an object such as `{ Ref: … }`; undefined for plain data. */
export function intrinsicOf(value: unknown): { name: string; argument: unknown } | undefined {
  if (!isRecord(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')
    ? { name, argument: value[name] }
    : undefined;
}

/** The names between `${` and `}` of an `Fn::Sub` text; `${!literal}` is none. */
export function substitutionsOf(text: string): string[] {
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1] as string);
}

export function createResolver(
  template: TemplateBody,
  pseudo: PseudoParameters,
  physical: (logicalId: string) => Physical | undefined,
): Resolver {
  const stackId = `arn:aws:cloudformation:${pseudo.region}:${pseudo.accountId}:stack/${pseudo.stackName}/local`;
  const pseudoParameters: Record<string, string | symbol | string[]> = {
    'AWS::Region': pseudo.region,
    'AWS::AccountId': pseudo.accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': pseudo.stackName,
    'AWS::StackId': stackId,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': NO_VALUE,
  };

  function ref(name: string): unknown {
    if (name in pseudoParameters) return pseudoParameters[name];
    const parameter = template.Parameters?.[name];
    if (parameter !== undefined) {
      if (parameter.Default === undefined)
        throw new Error(`Parameters.${name}: the local center needs a default value`);
      return parameter.Default;
    }
    const resource = physical(name);
    if (resource === undefined) throw new Error(`Ref ${name}: no such resource, or one created later`);
    return resource.ref;
  }

  function getAtt(logicalId: string, attribute: string): string {
    const resource = physical(logicalId);
    if (resource === undefined)
      throw new Error(`Fn::GetAtt ${logicalId}.${attribute}: no such resource, or one created later`);
    const value = resource.attributes[attribute];
    if (value === undefined) {
      throw new Error(`Fn::GetAtt ${logicalId}.${attribute}: the local center gives that resource no such attribute`);
    }
    return value;
  }

  const text = (value: unknown, where: string): string => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new Error(`${where}: expected text, got ${JSON.stringify(value)}`);
  };

  const list = (value: unknown, where: string): unknown[] => {
    if (Array.isArray(value)) return value;
    throw new Error(`${where}: expected a list, got ${JSON.stringify(value)}`);
  };

  function substitute(argument: unknown): string {
    const [pattern, given] = Array.isArray(argument) ? [argument[0], argument[1]] : [argument, {}];
    const own = isRecord(given) ? given : {};
    return text(pattern, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (name in own) return text(resolve(own[name]), `Fn::Sub ${name}`);
      const dot = name.indexOf('.');
      return dot < 0 ? text(ref(name), `Fn::Sub ${name}`) : getAtt(name.slice(0, dot), name.slice(dot + 1));
    });
  }

  function findInMap(argument: unknown): unknown {
    const [map, top, second] = list(argument, 'Fn::FindInMap').map((part) => text(resolve(part), 'Fn::FindInMap'));
    const value = template.Mappings?.[map ?? '']?.[top ?? '']?.[second ?? ''];
    if (value === undefined) throw new Error(`Fn::FindInMap ${map}.${top}.${second}: no such entry`);
    return value;
  }

  function apply(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return ref(text(argument, 'Ref'));
      case 'Fn::GetAtt': {
        const [logicalId, ...rest] = typeof argument === 'string' ? argument.split('.') : list(argument, name);
        return getAtt(text(logicalId, name), rest.map((part) => text(resolve(part), name)).join('.'));
      }
      case 'Fn::Join': {
        const [separator, parts] = list(argument, name);
        const resolved = list(resolve(parts), name).map((part) => text(part, name));
        return resolved.join(text(separator, name));
      }
      case 'Fn::Sub':
        return substitute(argument);
      case 'Fn::Select': {
        const [index, parts] = list(argument, name);
        return list(resolve(parts), name)[Number(resolve(index))];
      }
      case 'Fn::Split': {
        const [separator, whole] = list(argument, name);
        return text(resolve(whole), name).split(text(separator, name));
      }
      case 'Fn::If': {
        const [condition, then, otherwise] = list(argument, name);
        return resolveOptional(holds(text(condition, name)) ? then : otherwise);
      }
      case 'Fn::Base64':
        return Buffer.from(text(resolve(argument), name)).toString('base64');
      case 'Fn::FindInMap':
        return findInMap(argument);
      case 'Fn::GetAZs':
        return ['a', 'b', 'c'].map((zone) => `${pseudo.region}${zone}`);
      case 'Fn::ToJsonString':
        return JSON.stringify(resolve(argument));
      case 'Fn::Equals':
      case 'Fn::And':
      case 'Fn::Or':
      case 'Fn::Not':
      case 'Condition':
        return truth({ [name]: argument });
      default:
        throw new Error(`${name}: the local center does not know this intrinsic`);
    }
  }

  function truth(expression: unknown): boolean {
    const intrinsic = intrinsicOf(expression);
    if (intrinsic === undefined) throw new Error(`expected a condition, got ${JSON.stringify(expression)}`);
    const { name, argument } = intrinsic;
    if (name === 'Condition') return holds(text(argument, name));
    const parts = list(argument, name);
    switch (name) {
      case 'Fn::Equals':
        return JSON.stringify(resolve(parts[0])) === JSON.stringify(resolve(parts[1]));
      case 'Fn::And':
        return parts.every(truth);
      case 'Fn::Or':
        return parts.some(truth);
      case 'Fn::Not':
        return !truth(parts[0]);
      default:
        throw new Error(`${name}: expected a condition function`);
    }
  }

  function holds(condition: string | undefined): boolean {
    if (condition === undefined) return true;
    const expression = template.Conditions?.[condition];
    if (expression === undefined) throw new Error(`Conditions.${condition}: no such condition`);
    return truth(expression);
  }

  function resolveOptional(value: unknown): unknown {
    const intrinsic = intrinsicOf(value);
    if (intrinsic !== undefined) return apply(intrinsic.name, intrinsic.argument);
    if (Array.isArray(value)) return value.map(resolveOptional).filter((entry) => entry !== NO_VALUE);
    if (!isRecord(value)) return value;
    const resolved: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(value)) {
      const own = resolveOptional(entry);
      if (own !== NO_VALUE) resolved[key] = own;
    }
    return resolved;
  }

  function resolve(value: unknown): unknown {
    const resolved = resolveOptional(value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  return { resolve, holds };
}
