import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';

export interface InstanceStorageProps {
  readonly instance: IInstance;
  readonly encryptionKey: kms.Key;
  readonly keepFor: Duration;
  readonly recordCalls: boolean;
  /** Whether e-mails come in or go out. */
  readonly keepEmails: boolean;
}

const kinds = {
  CALL_RECORDINGS: 'recordings',
  CHAT_TRANSCRIPTS: 'transcripts',
  // Without a place for them Connect takes no e-mail.
  EMAIL_MESSAGES: 'emails',
} as const;

/** Where an instance keeps what was said: encrypted, over TLS only, deleted after its time, kept when the stack goes. */
export class InstanceStorage extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: InstanceStorageProps) {
    super(scope, id);
    const closed = {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const accesses = new s3.Bucket(this, 'Accesses', {
      ...closed,
      // S3 delivers access logs only into buckets that encrypt with its own keys.
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(1) }],
    });
    this.bucket = new s3.Bucket(this, 'Conversations', {
      ...closed,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accesses as s3.IBucket,
      serverAccessLogsPrefix: 'conversations/',
      lifecycleRules: [{ expiration: props.keepFor, noncurrentVersionExpiration: Duration.days(1) }],
    });
    acknowledge(accesses);

    for (const [resourceType, prefix] of Object.entries(kinds)) {
      if (resourceType === 'CALL_RECORDINGS' && !props.recordCalls) continue;
      if (resourceType === 'EMAIL_MESSAGES' && !props.keepEmails) continue;
      new connect.CfnInstanceStorageConfig(this, prefix, {
        instanceArn: props.instance.instanceArn,
        resourceType,
        storageType: 'S3',
        s3Config: {
          bucketName: this.bucket.bucketName,
          bucketPrefix: prefix,
          encryptionConfig: { encryptionType: 'KMS', keyId: props.encryptionKey.keyArn },
        },
      });
    }
  }
}

function acknowledge(accesses: s3.Bucket): void {
  for (const pack of ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321']) {
    Validations.of(accesses).acknowledge({
      id: `${pack}-S3DefaultEncryptionKMS`,
      reason: 'S3 delivers access logs only into buckets encrypted with its own keys; they hold no conversation.',
    });
  }
}
