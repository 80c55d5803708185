import { Aws, type Duration, RemovalPolicy, Stack, Tags, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Bundles } from './bundling.ts';
import type { Keys } from './keys.ts';

export interface BundledFunctionProps {
  /** The folder in lambdas/ whose handler this runs. */
  readonly verb: string;
  /** That folder's contract.ts: the function is given these variables, all of them and no others. */
  readonly contract: { readonly environment: { readonly shape: object } };
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly description: string;
  readonly timeout: Duration;
  /** @default 256 MiB: a seventh of a CPU; the flow path takes more for its cold start */
  readonly memoryMiB?: number;
  /**
   * Where an event goes that failed all its asynchronous attempts.
   * @default none: the caller waits for the answer (a flow) or keeps the event itself (SQS)
   */
  readonly failures?: sqs.Queue;
}

export interface Allowance {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Record<string, Record<string, string>>;
}

/**
 * One Lambda, its own role, its own log group. The role holds what `allow` was told and nothing else: its permissions
 * are a managed policy of its own, so that they can be read, compared and tested in one place.
 */
export class BundledFunction extends Construct {
  readonly function: lambda.Function;
  readonly logGroup: logs.LogGroup;
  readonly timeout: Duration;
  /** The folder under lambdas/ it is bundled from. */
  readonly verb: string;
  readonly memoryMiB: number;
  private readonly policy: iam.ManagedPolicy;
  private readonly variables = new Set<string>();

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    this.timeout = props.timeout;
    this.verb = props.verb;
    this.memoryMiB = props.memoryMiB ?? 256;
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      // Lambda writes here and not to /aws/lambda: a name that a runbook can hold, whatever CloudFormation calls the rest.
      logGroupName: `/nohold/${Stack.of(this).stackName}/${props.verb}`,
      encryptionKey: props.keys.encryption,
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', {
      description: `Nohold ${props.verb}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    this.policy = new iam.ManagedPolicy(this, 'Permissions', { description: `Nohold ${props.verb}`, roles: [role] });
    this.allow({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
    });
    this.allow({ actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] });
    Validations.of(this.policy).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resource types: its two write actions cannot be narrowed.',
    });

    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      code: lambda.Code.fromAsset(props.bundles.directory(props.verb)),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: this.memoryMiB,
      timeout: props.timeout,
      tracing: lambda.Tracing.ACTIVE,
      // Its permissions are `policy`: CDK must add none of its own.
      role: role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      environment: { POWERTOOLS_SERVICE_NAME: props.verb },
      ...(props.failures === undefined ? {} : { deadLetterQueue: props.failures }),
    });
    this.function.node.addDependency(this.policy);
    if (props.failures === undefined) {
      for (const pack of ['HIPAA.Security', 'NIST.800.53.R5', 'Serverless']) {
        Validations.of(this.function).acknowledge({
          id: `${pack}-LambdaDLQ`,
          reason: 'Whoever invokes this function waits for its answer or keeps the message: nothing can be lost here.',
        });
      }
    } else {
      this.allow({ actions: ['sqs:SendMessage'], resources: [props.failures.queueArn] });
      props.keys.grantSend(this);
    }
    Tags.of(this.function).add('nohold:function', props.verb);
    this.node.addValidation({ validate: () => this.differences(Object.keys(props.contract.environment.shape)) });
  }

  allow(allowance: Allowance): void {
    this.policy.addStatements(
      new iam.PolicyStatement({
        actions: allowance.actions,
        resources: allowance.resources,
        ...(allowance.conditions === undefined ? {} : { conditions: allowance.conditions }),
      }),
    );
  }

  /** States why one wildcard in this function's permissions cannot be narrower. */
  acknowledgeWildcard(resource: string, reason: string): void {
    Validations.of(this.policy).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
  }

  environment(name: string, value: string): void {
    this.variables.add(name);
    this.function.addEnvironment(name, value);
  }

  /** A variable the contract does not name is dead; one it names and nobody sets fails the first call. */
  private differences(contract: string[]): string[] {
    const missing = contract.filter((name) => !this.variables.has(name));
    const needless = [...this.variables].filter((name) => !contract.includes(name));
    return [
      ...missing.map((name) => `${name} is in the contract and no grant sets it`),
      ...needless.map((name) => `${name} is set and not in the contract`),
    ];
  }

  /** Lets an AWS service call this function on behalf of one resource of this account. */
  allowInvokeBy(service: string, sourceArn: string): lambda.CfnPermission {
    return new lambda.CfnPermission(this, `InvokedBy${service.split('.')[0]}`, {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionArn,
      principal: service,
      sourceAccount: Aws.ACCOUNT_ID,
      sourceArn,
    });
  }
}
