import { CfnResource, type Stack } from 'aws-cdk-lib';

/**
 * What CloudFormation takes in one stack.
 * Source: CloudFormation quotas, "Resources per template" and "Template body size in an Amazon S3 object".
 */
export const oneStack = { resources: 500, templateBytes: 1_000_000 } as const;

/** The settings ask for more than one stack can be: theirs to change, so the message says what makes it large. */
export class BeyondOneStack extends Error {
  override readonly name = 'BeyondOneStack';
}

const waysOut =
  'Use fewer queues; let numbers share a menu of up to nine queues; leave "agents" empty and manage people in Connect; or make two centers.';

/** Throws BeyondOneStack with the kinds there are most of. */
export function checkResources(stack: Stack): void {
  const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
  if (resources.length <= oneStack.resources) return;
  const counts = new Map<string, number>();
  for (const { cfnResourceType: type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, 5);
  const named = most.map(([type, count]) => `${count} ${type.replace(/^AWS::/, '')}`).join(', ');
  throw new BeyondOneStack(
    `These settings make ${resources.length} resources, CloudFormation takes ${oneStack.resources} in one stack (${named}, and others). A queue is two, three with chat; a phone number is two; an agent is one. ${waysOut}`,
  );
}

/** `size` in bytes. Throws BeyondOneStack. */
export function checkTemplateBytes(size: number): void {
  if (size <= oneStack.templateBytes) return;
  throw new BeyondOneStack(
    `These settings make a template of ${size} bytes, CloudFormation takes ${oneStack.templateBytes}. A queue brings about 3 KB by telephone and 4 KB by chat, more with long names, hours and links. ${waysOut}`,
  );
}
