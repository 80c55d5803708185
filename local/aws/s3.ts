import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EncryptionKeys } from './encryption.ts';
import type { AwsAnswer, AwsRequest, AwsService } from './service.ts';

/** Buckets of text files: PutObject and GetObject, by path. */
export interface LocalS3 extends AwsService {
  createBucket(bucket: string): void;
  /** Puts an object for the center itself, past the grants. Throws when there is no such bucket. */
  put(bucket: string, key: string, text: string): void;
}

export interface S3Options {
  readonly encryption: EncryptionKeys;
  /** Folder that keeps the objects; in memory when left out. */
  readonly folder?: string;
}

const operations: Readonly<Record<string, { action: string; keyActions: readonly string[] }>> = {
  GET: { action: 's3:GetObject', keyActions: ['kms:Decrypt'] },
  PUT: { action: 's3:PutObject', keyActions: ['kms:GenerateDataKey'] },
};

export function createS3({ encryption, folder }: S3Options): LocalS3 {
  const buckets = new Map<string, Map<string, string>>();
  const fileOf = (bucket: string): string | undefined =>
    folder === undefined ? undefined : path.join(folder, `${bucket}.json`);

  function createBucket(bucket: string): void {
    if (buckets.has(bucket)) return;
    buckets.set(bucket, new Map(Object.entries(kept(fileOf(bucket)))));
  }

  function put(bucket: string, key: string, text: string): void {
    const objects = buckets.get(bucket);
    if (objects === undefined) throw new Error(`no bucket ${bucket}`);
    objects.set(key, text);
    const file = fileOf(bucket);
    if (file === undefined || folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify(Object.fromEntries(objects)));
  }

  function placeOf(request: AwsRequest): { bucket: string; key: string } {
    const [, bucket = '', ...key] = request.path.split('/');
    return { bucket, key: decodeURIComponent(key.join('/')) };
  }

  return {
    signingName: 's3',
    throttlingError: 'SlowDown',
    createBucket,
    put,
    asks(request) {
      const { bucket, key } = placeOf(request);
      const { action, keyActions } = operations[request.method] ?? { action: `s3:${request.method}`, keyActions: [] };
      const resource = `arn:aws:s3:::${bucket}/${key}`;
      return {
        action,
        needs: [{ action, resource }, ...encryption.needs('s3', `arn:aws:s3:::${bucket}`, keyActions)],
      };
    },
    async answer(request) {
      const { bucket, key } = placeOf(request);
      const objects = buckets.get(bucket);
      if (objects === undefined) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist');
      if (request.method === 'PUT') {
        put(bucket, key, unchunked(request));
        return { status: 200, headers: {}, body: '' };
      }
      if (request.method !== 'GET' || key === '')
        return xmlError(501, 'NotImplemented', 'The local center knows GetObject and PutObject only.');
      const text = objects.get(key);
      return text === undefined
        ? xmlError(404, 'NoSuchKey', 'The specified key does not exist.')
        : { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: text };
    },
    refuse: ({ type, message, status }) =>
      type === 'AccessDeniedException' ? xmlError(403, 'AccessDenied', message) : xmlError(status, type, message),
  };
}

function kept(file: string | undefined): Record<string, string> {
  try {
    return file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  } catch {
    return {};
  }
}

const xmlError = (status: number, code: string, message: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

/** SDKs and the AWS command line send bodies in signed chunks: sizes in hexadecimal, each followed by its bytes. */
function unchunked({ headers, body }: AwsRequest): string {
  if (!String(headers['content-encoding'] ?? '').includes('aws-chunked')) return body;
  const bytes = Buffer.from(body, 'utf8');
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 4 + size;
  }
  return Buffer.concat(parts).toString('utf8');
}
