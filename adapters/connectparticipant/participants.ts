import { Fault } from '../fault.ts';

/** What the participant service is asked with: not a signature but the token Connect gave for this one chat. */
type Asked = { readonly path: string; readonly bearer: string; readonly body: Readonly<Record<string, unknown>> };

/** Undefined: the chat is over, or the token is good no longer. */
export async function askParticipant(
  { path, bearer, body }: Asked,
  ask: typeof fetch = fetch,
): Promise<Record<string, unknown> | undefined> {
  const base =
    process.env.AWS_ENDPOINT_URL_CONNECTPARTICIPANT ??
    `https://participant.connect.${process.env.AWS_REGION}.amazonaws.com`;
  const operation = `connectparticipant:${path}`;
  let response: Response;
  try {
    response = await ask(`${base}/participant/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-bearer': bearer },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(3000),
    });
  } catch (cause) {
    throw new Fault(operation, cause, true, 'The participant service did not answer.');
  }
  // Source: Connect participant service, errors of its actions: 403 for a chat that is over or a token that is not good.
  if (response.status === 403 || response.status === 404) return undefined;
  if (!response.ok)
    throw new Fault(operation, new Error(String(response.status)), response.status >= 429, 'Try again.');
  return (await response.json()) as Record<string, unknown>;
}
