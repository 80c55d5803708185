import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Settings } from '../core/settings/schema.ts';
import * as authorizeCustomerContract from '../lambdas/authorize-customer/contract.ts';
import * as webDeskContract from '../lambdas/web-desk/contract.ts';
import type { Bundles } from './bundling.ts';
import type { IInstance } from './connect/instance.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import type { Table } from './table.ts';
import { webDeskApi } from './web-desk-api.ts';

export interface WebDeskProps {
  readonly instance: IInstance;
  readonly settings: Settings;
  readonly web: NonNullable<Settings['web']>;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
}

const stageName = 'desk';
/** Below API Gateway's own 29 seconds, above what a chat's start takes. */
const timeout = Duration.seconds(15);
/** Twice a second's worth at once: a page, its frame and a form that is sent come together. */
const burstPerRate = 2;

/** What stands in the access log of a request: no address, and of the path only the route, because the rest is a token. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  failed: '$context.integration.error',
};

/** The center on the web, behind a REST API: the only kind that validates requests and takes a firewall. */
export class WebDesk extends Construct {
  readonly desk: BundledFunction;
  readonly authorizer: BundledFunction | undefined;
  readonly api: apigateway.SpecRestApi;
  /** Where customers find it. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: WebDeskProps) {
    super(scope, id);
    const { bundles, keys, table, instance, web } = props;
    this.desk = new BundledFunction(this, 'Desk', {
      verb: 'web-desk',
      contract: webDeskContract,
      description: 'Answers the web desk: the wait right now, callbacks, links and chats',
      bundles,
      keys,
      timeout,
      memoryMiB: 512,
    });
    table.grant(this.desk, { queries: ['customer'], items: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'] });
    keys.grantCustomers(this.desk);
    instance.grantContacts(this.desk, ['StopContact', 'UpdateContactRoutingData']);
    instance.grantChats(this.desk);

    this.authorizer = web.login && this.makeAuthorizer(props);
    this.api = this.makeApi(props);
    this.desk.allowInvokeBy('apigateway.amazonaws.com', this.api.arnForExecuteApi('*', '/*', stageName));
    this.authorizer?.allowInvokeBy(
      'apigateway.amazonaws.com',
      Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.restApiId,
        resourceName: 'authorizers/*',
      }),
    );
    this.address =
      web.address ?? `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${stageName}`;
    if (web.firewallArn !== undefined) {
      new wafv2.CfnWebACLAssociation(this, 'Firewall', {
        webAclArn: web.firewallArn,
        resourceArn: this.api.deploymentStage.stageArn,
      });
    }
    acknowledgeApiFindings(this, web.firewallArn !== undefined);
  }

  private makeAuthorizer({ bundles, keys }: WebDeskProps): BundledFunction {
    return new BundledFunction(this, 'Authorizer', {
      verb: 'authorize-customer',
      contract: authorizeCustomerContract,
      description: "Looks at the token of a logged-in customer: the issuer's, for us, and not over",
      bundles,
      keys,
      timeout: Duration.seconds(5),
    });
  }

  private makeApi({ settings, web, keys }: WebDeskProps): apigateway.SpecRestApi {
    const mayLog = this.letApiGatewayLog();
    const api = new apigateway.SpecRestApi(this, 'Api', {
      apiDefinition: apigateway.ApiDefinition.fromInline(
        webDeskApi(settings, {
          desk: invocationOf(this.desk),
          authorizer: this.authorizer && invocationOf(this.authorizer),
        }),
      ),
      description: `${settings.center.name}: web desk`,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        tracingEnabled: true,
        throttlingRateLimit: web.requestsPerSecond,
        throttlingBurstLimit: web.requestsPerSecond * burstPerRate,
        // Bodies are never logged: they hold numbers.
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        clientCertificateId: new apigateway.CfnClientCertificate(this, 'Certificate').ref,
        accessLogDestination: new apigateway.LogGroupLogDestination(this.logGroup('Access', keys)),
        accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    api.deploymentStage.node.addDependency(mayLog);
    // The stack says the address itself, or the one of your own.
    api.node.tryRemoveChild('Endpoint');
    // API Gateway would make it by itself: unencrypted, and kept for ever.
    this.logGroup('Faults', keys, `API-Gateway-Execution-Logs_${api.restApiId}/${stageName}`);
    return api;
  }

  private logGroup(id: string, keys: Keys, logGroupName?: string): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      encryptionKey: keys.encryption,
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(logGroupName === undefined ? {} : { logGroupName }),
    });
  }

  /** API Gateway writes logs under one role for the whole account and region; it outlives the stack, as others may use it. */
  private letApiGatewayLog(): apigateway.CfnAccount {
    const role = new iam.Role(this, 'LogWriter', {
      description: 'API Gateway writes its logs',
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    });
    const permissions = new iam.ManagedPolicy(this, 'Permissions', {
      description: 'API Gateway writes its logs',
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: [
            'logs:CreateLogGroup',
            'logs:CreateLogStream',
            'logs:DescribeLogGroups',
            'logs:DescribeLogStreams',
            'logs:FilterLogEvents',
            'logs:GetLogEvents',
            'logs:PutLogEvents',
          ],
          resources: [`arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`],
        }),
      ],
    });
    Validations.of(permissions).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:*]`,
      reason:
        'API Gateway has one role for the logs of every API of an account and region, and refuses a narrower one.',
    });
    const account = new apigateway.CfnAccount(this, 'LogAccount', { cloudWatchRoleArn: role.roleArn });
    account.node.addDependency(permissions);
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    permissions.applyRemovalPolicy(RemovalPolicy.RETAIN);
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }
}

const invocationOf = ({ function: { functionArn } }: BundledFunction): string =>
  `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

function acknowledgeApiFindings(desk: WebDesk, behindFirewall: boolean): void {
  Validations.of(desk.api).acknowledge({
    id: 'AwsSolutions-APIG2',
    reason:
      'Requests are validated: the API document names its validator for bodies and parameters. The rule looks for a resource beside the document.',
  });
  for (const pack of ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']) {
    Validations.of(desk.api).acknowledge({
      id: `${pack}-APIGWCacheEnabledAndEncrypted`,
      reason:
        'There is no cache, so nothing lies in one unencrypted: a wait is of this minute, a link is of one person, and a cache is charged by the hour.',
    });
  }
  if (behindFirewall) return;
  for (const id of [
    'AwsSolutions-APIG3',
    'NIST.800.53.R5-APIGWAssociatedWithWAF',
    'PCI.DSS.321-APIGWAssociatedWithWAF',
  ]) {
    Validations.of(desk.api).acknowledge({
      id,
      reason:
        'A web ACL costs more a month than everything else that stands idle. web.firewallArn puts one in front; without it throttling, budgets for each address, number and prefix, and signed links hold.',
    });
  }
}
