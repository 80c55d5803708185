/**
 * Stands in for @aws-sdk/endpoint-cache in the Lambdas' bundles: DynamoDB's client makes one for endpoint discovery, which is
 * off unless a program asks for it. Nobody here does; should anybody, this says so at once.
 */
export class EndpointCache {
  get = unused;
  set = unused;
  has = unused;
  delete = unused;
  clear = unused;
  getEndpoint = unused;
}

function unused(): never {
  throw new Error('endpoint discovery is left out of the bundles (lib/lambda-endpoint-cache.ts)');
}
