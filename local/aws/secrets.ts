import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RandomStream } from '../../core/random/stream.ts';
import type { EncryptionKeys } from './encryption.ts';
import { type AwsService, jsonAnswer, jsonBody, targetOperation } from './service.ts';

/** The part of `AWS::SecretsManager::Secret` that decides its first value. */
export interface SecretProperties {
  readonly SecretString?: string;
  readonly GenerateSecretString?: {
    readonly SecretStringTemplate?: string;
    readonly GenerateStringKey?: string;
    readonly PasswordLength?: number;
  };
}

export interface LocalSecrets extends AwsService {
  /** Creates a secret, or finds the one a former run kept; answers its ARN. */
  create(name: string, properties: SecretProperties): string;
}

export interface SecretsOptions {
  readonly region: string;
  readonly accountId: string;
  readonly encryption: EncryptionKeys;
  /** Chance for generated values: the run's seed in headless runs. */
  readonly random: Pick<RandomStream, 'pick'>;
  /** Folder that keeps the values; in memory when left out. */
  readonly folder?: string;
}

const ALPHABET = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
const DEFAULT_PASSWORD_LENGTH = 32;

export function createSecrets({ region, accountId, encryption, random, folder }: SecretsOptions): LocalSecrets {
  const file = folder === undefined ? undefined : path.join(folder, 'secrets.json');
  const kept =
    file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const values = new Map(Object.entries(kept));

  function generate({ SecretString: given, GenerateSecretString: rule }: SecretProperties): string {
    if (given !== undefined) return given;
    const password = Array.from({ length: rule?.PasswordLength ?? DEFAULT_PASSWORD_LENGTH }, () =>
      random.pick(ALPHABET),
    ).join('');
    if (rule?.SecretStringTemplate === undefined || rule.GenerateStringKey === undefined) return password;
    const template = JSON.parse(rule.SecretStringTemplate) as Record<string, string>;
    return JSON.stringify({ ...template, [rule.GenerateStringKey]: password });
  }

  function find(secretId: string): { arn: string; name: string; value: string } | undefined {
    const arn = secretId.startsWith('arn:') ? secretId : arnOf(secretId);
    const name = arn.slice(arn.lastIndexOf(':secret:') + ':secret:'.length, -SUFFIX.length);
    const value = values.get(name);
    return value === undefined ? undefined : { arn, name, value };
  }

  // AWS appends a dash and six characters to every secret's name.
  const SUFFIX = '-LoCaL0';
  const arnOf = (name: string): string => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}${SUFFIX}`;

  return {
    signingName: 'secretsmanager',
    throttlingError: 'ThrottlingException',
    create(name, properties) {
      if (!values.has(name)) values.set(name, generate(properties));
      if (file !== undefined && folder !== undefined) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, JSON.stringify(Object.fromEntries(values)), { mode: 0o600 });
      }
      return arnOf(name);
    },
    asks(request) {
      const operation = targetOperation(request);
      const secretId = String(jsonBody(request).SecretId ?? '');
      const action = `secretsmanager:${operation}`;
      const resource = find(secretId)?.arn ?? (secretId || '*');
      return {
        action,
        needs: [{ action, resource }, ...encryption.needs('secretsmanager', resource, ['kms:Decrypt'])],
      };
    },
    async answer(request) {
      if (targetOperation(request) !== 'GetSecretValue') {
        return this.refuse({
          type: 'InvalidRequestException',
          message: 'The local center knows GetSecretValue only.',
          status: 400,
        });
      }
      const secret = find(String(jsonBody(request).SecretId ?? ''));
      if (secret === undefined) {
        const message = "Secrets Manager can't find the specified secret.";
        return this.refuse({ type: 'ResourceNotFoundException', message, status: 400 });
      }
      const body = { ARN: secret.arn, Name: secret.name, SecretString: secret.value, VersionStages: ['AWSCURRENT'] };
      return jsonAnswer(200, body, '1.1');
    },
    refuse: ({ type, message, status }) => jsonAnswer(status, { __type: type, Message: message, message }, '1.1'),
  };
}
