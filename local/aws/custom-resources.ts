import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InvocationResult } from '../lambda/functions.ts';
import { readBody } from '../readBody.ts';

/** What a custom resource's function tells CloudFormation. */
interface CloudFormationResponse {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

export interface CustomResources {
  /** Runs the function as CloudFormation would. Rejects with its reason when it fails or does not answer. */
  create(resource: {
    logicalId: string;
    type: string;
    properties: Readonly<Record<string, unknown>>;
  }): Promise<{ ref: string; attributes: Record<string, string> }>;
  close(): void;
}

export interface CustomResourceDeps {
  readonly stackId: string;
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvocationResult>;
}

/** CloudFormation hands every property to the function as text. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asText(entry)]));
  }
  return value === null || value === undefined ? value : String(value);
}

export async function createCustomResources({ stackId, invoke }: CustomResourceDeps): Promise<CustomResources> {
  const answers = new Map<string, CloudFormationResponse>();
  const server = createServer((message, response) => {
    readBody(message).then(
      (body) => {
        answers.set(message.url ?? '', JSON.parse(body) as CloudFormationResponse);
        response.end();
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;

  return {
    async create({ logicalId, type, properties }) {
      const route = `/${encodeURIComponent(logicalId)}`;
      const { ServiceToken } = properties as { ServiceToken?: string };
      if (ServiceToken === undefined) throw new Error('ServiceToken: expected the ARN of a function');
      const result = await invoke(ServiceToken, {
        RequestType: 'Create',
        RequestId: `local-${logicalId}`,
        StackId: stackId,
        ResponseURL: `http://127.0.0.1:${port}${route}`,
        ResourceType: type,
        LogicalResourceId: logicalId,
        ResourceProperties: asText(properties),
      });
      const answer = answers.get(route);
      if (answer?.Status === 'FAILED')
        throw new Error(answer.Reason ?? 'its function reported a failure without a reason');
      if (answer === undefined) {
        throw new Error(
          result.kind === 'fault' ? result.cause : 'its function ended without an answer to the ResponseURL',
        );
      }
      const attributes = Object.entries(answer.Data ?? {}).map(([name, value]) => [name, String(value)]);
      return { ref: answer.PhysicalResourceId ?? logicalId, attributes: Object.fromEntries(attributes) };
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
