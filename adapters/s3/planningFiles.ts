import type { PlanningFiles } from '../../core/planningPorts.ts';
import { faultOf } from '../fault.ts';
import { credentialsIn, sha256, signedHeaders } from '../signature.ts';

const patienceMilliseconds = 5000;
/** A schedule of a thousand people for a month is 4 MB. */
const mostBytes = 20_000_000;

interface Environment {
  readonly [name: string]: string | undefined;
}

/**
 * Files of the planning bucket, by S3's GetObject: one signed request instead of an SDK client, as for events. `bucket` '-':
 * there is none, and no file either.
 */
export function planningBucket(bucket: string, environment: Environment = process.env): PlanningFiles {
  const region = environment.AWS_REGION ?? 'us-east-1';
  const endpoint = environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
  const base = endpoint === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : `${endpoint}/${bucket}`;
  return {
    async read(file) {
      if (bucket === '-') return undefined;
      const url = new URL(`${base}/${file}`);
      const headers = { 'x-amz-content-sha256': sha256('') };
      const request = { method: 'GET', url, service: 's3', region, headers, body: '', at: new Date() } as const;
      try {
        const response = await fetch(url, {
          headers: signedHeaders(request, credentialsIn(environment)),
          signal: AbortSignal.timeout(patienceMilliseconds),
        });
        if (response.status === 404) return undefined;
        const text = await response.text();
        if (!response.ok) throw named(/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? `Http${response.status}`);
        if (text.length > mostBytes) throw named('FileTooLarge');
        return text;
      } catch (cause) {
        throw faultOf('s3:GetObject', cause);
      }
    },
  };
}

const named = (name: string): Error => Object.assign(new Error(), { name });
