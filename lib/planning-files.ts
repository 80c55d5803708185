import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { PlanningFile } from '../core/planningPorts.ts';
import type { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';

/**
 * The bucket into which the center's owner puts the schedule and the drivers of the forecast. Encrypted, over TLS only, earlier
 * versions kept for a month, and kept when the stack goes: the files are the owner's.
 */
export class PlanningFiles extends Construct {
  readonly bucket: s3.Bucket;
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, { keys }: { readonly keys: Keys }) {
    super(scope, id);
    this.keys = keys;
    this.bucket = new s3.Bucket(this, 'Files', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: keys.encryption,
      bucketKeyEnabled: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    const reason =
      'It holds two files that the owner writes and three functions read, and nothing of a customer; who wrote is in its versions and in CloudTrail.';
    for (const id of [
      'AwsSolutions-S1',
      ...['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].map((pack) => `${pack}-S3BucketLoggingEnabled`),
    ])
      Validations.of(this.bucket).acknowledge({ id, reason });
  }

  /** Lets a function read these files. Listing is what makes S3 say "not there" instead of "forbidden". */
  grantRead(to: BundledFunction, files: readonly PlanningFile[]): void {
    to.allow({ actions: ['s3:GetObject'], resources: files.map((file) => this.bucket.arnForObjects(file)) });
    to.allow({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] });
    this.keys.grantDecrypt(to, 's3');
    to.environment('NOHOLD_PLANNING_BUCKET', this.bucket.bucketName);
  }
}
