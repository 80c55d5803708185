import { Fault } from '../fault.ts';

export interface ResourceRequest {
  ResponseURL: string;
  StackId: string;
  RequestId: string;
  LogicalResourceId: string;
}

/** Tells CloudFormation how a custom resource went. Until it is told the stack waits, for up to an hour. */
export async function respond(
  request: ResourceRequest,
  physicalId: string,
  outcome: { status: 'SUCCESS' } | { status: 'FAILED'; reason: string },
): Promise<void> {
  const { ResponseURL, StackId, RequestId, LogicalResourceId } = request;
  const answer = await fetch(ResponseURL, {
    method: 'PUT',
    // The URL is signed for an empty content type.
    headers: { 'content-type': '' },
    body: JSON.stringify({
      Status: outcome.status,
      Reason: outcome.status === 'FAILED' ? outcome.reason : 'settled',
      PhysicalResourceId: physicalId,
      StackId,
      RequestId,
      LogicalResourceId,
      Data: {},
    }),
  });
  if (!answer.ok) {
    throw new Fault('answer CloudFormation', new Error(), true, `The answer was refused with ${answer.status}.`);
  }
}
