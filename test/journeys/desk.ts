import type { Story } from './story.ts';

export interface DeskAnswer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the desk answers, looked into by tests
  data: any;
}

export interface Desk {
  get(path: string, ask?: Ask): Promise<DeskAnswer>;
  /** Fields as a script sends them; a text is sent as it is. */
  post(path: string, fields: Record<string, unknown> | string, ask?: Ask): Promise<DeskAnswer>;
  /** Fields as a form sends them, from a browser without a script. */
  submit(path: string, fields: Record<string, string>, ask?: Ask): Promise<DeskAnswer>;
}

export interface Ask {
  /** The visitor's address. */
  from?: string;
  headers?: Record<string, string>;
}

/** A visitor's browser at the web desk of this center. Paths are the desk's own, with or without its stage. */
export function deskOf(story: Story): Desk {
  const [api] = story.center.aws.apis.list();
  if (api === undefined) throw new Error('the template has no web desk');
  const origin = new URL(api.url).origin;

  async function ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | undefined,
    { from }: Ask,
  ) {
    const stage = `/${api?.stageName}`;
    const full = path.startsWith('http') ? path : `${origin}${path.startsWith(`${stage}/`) ? '' : stage}${path}`;
    const response = await fetch(full, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(from === undefined ? {} : { 'x-local-source-ip': from }) },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isData = response.headers.get('content-type') === 'application/json';
    return { status: response.status, headers: response.headers, text, data: isData ? JSON.parse(text) : undefined };
  }

  return {
    get: (path, options = {}) =>
      ask('GET', path, { accept: 'application/json', ...options.headers }, undefined, options),
    post: (path, fields, options = {}) =>
      ask(
        'POST',
        path,
        { accept: 'application/json', 'content-type': 'application/json', ...options.headers },
        typeof fields === 'string' ? fields : JSON.stringify(fields),
        options,
      ),
    submit: (path, fields, options = {}) =>
      ask(
        'POST',
        path,
        { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
        new URLSearchParams(fields).toString(),
        options,
      ),
  };
}

export const asBrowser: Ask = { headers: { accept: 'text/html' } };
