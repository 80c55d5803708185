import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../core/ports.ts';
import { Fault, faultOf } from '../fault.ts';

const keepMilliseconds = 5 * 60_000;

/** Reads a secret's text, kept for at most five minutes so that a rotated one is seen. */
export function secretText(secretArn: string, clock: Clock): () => Promise<string> {
  const client = new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 250, requestTimeout: 600, throwOnRequestTimeout: true },
  });
  let kept: { text: Promise<string>; until: number } | undefined;
  return () => {
    const now = clock.now();
    if (kept && kept.until > now) return kept.text;
    const text = read(client, secretArn);
    kept = { text, until: now + keepMilliseconds };
    // A failed read is not kept.
    text.catch(() => {
      kept = undefined;
    });
    return text;
  };
}

async function read(client: SecretsManagerClient, secretArn: string): Promise<string> {
  let text: string | undefined;
  try {
    ({ SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: secretArn })));
  } catch (cause) {
    throw faultOf('secretsmanager:GetSecretValue', cause);
  }
  if (text === undefined) {
    throw new Fault('secretsmanager:GetSecretValue', new Error(), false, 'The secret holds no text.');
  }
  return text;
}
