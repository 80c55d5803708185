/** What AWS charges in us-east-1, before any free tier, credit or tax. */
export interface Price {
  usd: number;
  per: string;
  source: string;
  /** False: a rate commonly quoted, not read on a page of AWS. Compare with the source before you rely on it. */
  verified: boolean;
}

/** When the pages were read; later changes are not in here. */
export const pricesAsOf = '2026-10-07';
export const pricesRegion = 'us-east-1';

const price = (usd: number, per: string, source: string, verified = true): Price => ({ usd, per, source, verified });

const connectPage = 'aws.amazon.com/products/connect/customer/pricing';
const telephony = 'aws.amazon.com/connect/pricing, tables by country';

export const prices = {
  connectVoiceMinute: price(0.038, 'minute of a call in Connect', connectPage),
  contactLensMinute: price(0.015, 'minute of a call analysed', connectPage, false),
  connectChatMessage: price(0.01, 'chat message, either way', connectPage),
  connectEmail: price(0.08, 'e-mail, either way', connectPage),
  connectTask: price(0.04, 'task', connectPage, false),
  didInboundMinute: price(0.0022, 'inbound minute, ordinary number', telephony, false),
  tollFreeInboundMinute: price(0.012, 'inbound minute, toll-free', telephony, false),
  outboundMinute: price(0.0048, 'outbound minute', telephony, false),
  didDay: price(0.03, 'ordinary number and day', telephony, false),
  tollFreeDay: price(0.06, 'toll-free number and day', telephony, false),
  lambdaRequest: price(0.2 / 1e6, 'request', 'aws.amazon.com/lambda/pricing'),
  lambdaArmGbSecond: price(0.0000133334, 'GB-second on arm64', 'aws.amazon.com/lambda/pricing'),
  apiRequest: price(3.5 / 1e6, 'request of a REST API', 'aws.amazon.com/api-gateway/pricing', false),
  dynamoWrite: price(0.625 / 1e6, 'write request unit', 'aws.amazon.com/dynamodb/pricing/on-demand'),
  dynamoRead: price(0.125 / 1e6, 'read request unit', 'aws.amazon.com/dynamodb/pricing/on-demand'),
  dynamoGbMonth: price(0.25, 'GB of table and index, and month', 'aws.amazon.com/dynamodb/pricing/on-demand'),
  dynamoRecoveryGbMonth: price(0.2, 'GB of table and month', 'aws.amazon.com/dynamodb/pricing/on-demand'),
  dynamoBackupGbMonth: price(0.1, 'GB of a warm copy and month', 'aws.amazon.com/backup/pricing', false),
  sqsRequest: price(0.4 / 1e6, 'request of a standard queue', 'aws.amazon.com/sqs/pricing'),
  schedulerInvocation: price(1 / 1e6, 'scheduled invocation', 'aws.amazon.com/eventbridge/pricing', false),
  metric: price(0.3, 'custom metric and month, by the hour it is sent', 'aws.amazon.com/cloudwatch/pricing'),
  alarmMetric: price(0.1, 'metric of an alarm and month', 'aws.amazon.com/cloudwatch/pricing'),
  dashboard: price(3, 'dashboard and month', 'aws.amazon.com/cloudwatch/pricing'),
  logGb: price(0.5, 'GB of logs', 'aws.amazon.com/cloudwatch/pricing'),
  trace: price(5 / 1e6, 'X-Ray trace recorded', 'aws.amazon.com/xray/pricing', false),
  kmsKey: price(1, 'key or kept older version, and month', 'aws.amazon.com/kms/pricing'),
  kmsRequest: price(0.03 / 1e4, 'request', 'aws.amazon.com/kms/pricing'),
  secret: price(0.4, 'secret and month', 'aws.amazon.com/secrets-manager/pricing'),
  s3GbMonth: price(0.023, 'GB and month', 'aws.amazon.com/s3/pricing', false),
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;
