import type { OpenApi } from '../api/openApi.ts';
import { arnOf, kind, type ResourceKind } from './world.ts';

const restApi = kind<{ Body?: OpenApi }>(
  {
    emulated: 'an OpenAPI document: routes, request validation by schema, Lambda proxies, token authorisers',
    leftOut: 'other integrations, mapping templates, caches, usage plans, gateway responses',
  },
  async ({ logicalId, properties }, { apis }) => {
    if (properties.Body === undefined) throw new Error('Body: expected an OpenAPI document');
    const apiId = logicalId
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
      .slice(-10);
    await apis.addApi(apiId, properties.Body);
    return { ref: apiId, attributes: { RootResourceId: 'root', RestApiId: apiId } };
  },
);

interface StageProperties {
  readonly RestApiId: string;
  readonly StageName: string;
  readonly MethodSettings?: readonly {
    readonly HttpMethod?: string;
    readonly ResourcePath?: string;
    readonly ThrottlingRateLimit?: number;
    readonly ThrottlingBurstLimit?: number;
  }[];
}

const stage = kind<StageProperties>(
  { emulated: 'its address, throttling of all methods together', leftOut: 'limits of single methods, logs, X-Ray' },
  ({ properties }, { apis }) => {
    const { RestApiId, StageName, MethodSettings = [] } = properties;
    const all = MethodSettings.find(({ HttpMethod, ResourcePath }) => HttpMethod === '*' && ResourcePath === '/*');
    const { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: burst } = all ?? {};
    apis.addStage(RestApiId, StageName, perSecond === undefined ? undefined : { perSecond, burst: burst ?? perSecond });
    return { ref: StageName, attributes: {} };
  },
);

const inNameOnly = (emulated: string, leftOut: string): ResourceKind =>
  kind<Readonly<Record<string, unknown>>>({ emulated, leftOut }, ({ logicalId }, { place }) => ({
    ref: logicalId,
    attributes: { Id: logicalId, DeploymentId: logicalId, Arn: arnOf(place, 'apigateway', logicalId) },
  }));

export const apiKinds: Readonly<Record<string, ResourceKind>> = {
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::ApiGateway::Stage': stage,
  'AWS::ApiGateway::Deployment': inNameOnly('its name: the API is what the template says', 'earlier deployments'),
  'AWS::ApiGateway::Account': inNameOnly('its name', 'logs of API Gateway itself'),
  'AWS::ApiGateway::ClientCertificate': inNameOnly('its name', 'the certificate'),
  'AWS::WAFv2::WebACLAssociation': inNameOnly('its name', 'the firewall'),
};
