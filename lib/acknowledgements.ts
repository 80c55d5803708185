import { type Stack, Validations } from 'aws-cdk-lib';

interface Decision {
  readonly rules: readonly string[];
  readonly reason: string;
}

const [hipaa, nist, pci, serverless, solutions] = [
  'HIPAA.Security',
  'NIST.800.53.R5',
  'PCI.DSS.321',
  'Serverless',
  'AwsSolutions',
] as const;

/** Findings that are decisions about the whole stack. Those about one resource stand beside that resource. */
const decisions: readonly Decision[] = [
  {
    rules: [`${hipaa}-LambdaInsideVPC`, `${nist}-LambdaInsideVPC`, `${pci}-LambdaInsideVPC`],
    reason:
      'The functions talk to AWS services over TLS with one role each and to nothing else. A VPC would add endpoints at $7 a month each and seconds to a cold start a caller hears as silence.',
  },
  {
    rules: [`${hipaa}-LambdaConcurrency`, `${nist}-LambdaConcurrency`],
    reason:
      'Reserved concurrency is a ceiling as well as a floor: on the flow path it would turn a surge into callers without a quote, and it cannot be deployed to a new account, whose limit is 10. Queues are bounded by maximumConcurrency on their mappings.',
  },
  {
    rules: [
      `${hipaa}-S3BucketReplicationEnabled`,
      `${nist}-S3BucketReplicationEnabled`,
      `${pci}-S3BucketReplicationEnabled`,
    ],
    reason:
      'Conversations stay in the one region whose law the center chose; a copy elsewhere is a copy to answer for.',
  },
  {
    rules: [`${hipaa}-SecretsManagerRotationEnabled`, `${nist}-SecretsManagerRotationEnabled`, `${solutions}-SMG4`],
    reason:
      "The customers' keys rotate by adding a version when the ledger has drained, not by the calendar: a lost version makes rows unreadable. The initial password is used once, at a user's creation.",
  },
  {
    rules: [`${serverless}-LambdaEventSourceMappingDestination`],
    reason: 'SQS sources have no destination: a failed message goes to the dead-letter queue of its own queue.',
  },
  {
    rules: [`${serverless}-SQSRedrivePolicy`],
    reason:
      'The queues it finds are the dead-letter queues, where messages end; every other queue has a redrive policy.',
  },
  {
    rules: ['Annotation::@aws-cdk/core:Stack.templateSize'],
    reason: 'It warns from eight tenths of the limit on; synth() refuses what is beyond the limit itself.',
  },
];

export function acknowledgeFindings(stack: Stack): void {
  for (const { rules, reason } of decisions) {
    for (const id of rules) Validations.of(stack).acknowledge({ id, reason });
  }
}
