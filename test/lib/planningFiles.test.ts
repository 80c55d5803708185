import { expect, test } from 'vitest';
import { functionsOf, resourcesOf, said, settingsWith, shippedTemplate, templateOf } from './support/center.ts';

const withBucket = templateOf(
  settingsWith((settings) => {
    settings.staffing.schedule = 'bucket';
    settings.forecasting.drivers = ['orders'];
  }),
);

/** 'action on resource' of the bucket's grants of a function. */
function fileGrants(verb: string): string[] {
  const role = functionsOf(withBucket).get(verb)?.properties.Role['Fn::GetAtt'][0] as string;
  return resourcesOf(withBucket, 'AWS::IAM::ManagedPolicy')
    .filter(({ properties }) => properties.Roles.some((ref: { Ref: string }) => ref.Ref === role))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) => [Resource].flat().map((resource) => `${Action} on ${said(resource)}`))
    .filter((grant) => grant.startsWith('s3:'))
    .sort();
}

test('each planning function reads the files it needs, and none writes', () => {
  const bucket = 'PlanningFiles.Arn';
  expect(fileGrants('forecast-volume')).toEqual([
    `s3:GetObject on ${bucket}/drivers.csv`,
    `s3:GetObject on ${bucket}/schedule.csv`,
    `s3:ListBucket on ${bucket}`,
  ]);
  for (const verb of ['plan-staffing', 'flex-agents'])
    expect(fileGrants(verb)).toEqual([`s3:GetObject on ${bucket}/schedule.csv`, `s3:ListBucket on ${bucket}`]);
  expect(fileGrants('quote-wait')).toEqual([]);
});

test('the bucket is closed, encrypted with our key, and its name is told', () => {
  const bucket = resourcesOf(withBucket, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('PlanningFiles'));
  expect(bucket?.properties).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    VersioningConfiguration: { Status: 'Enabled' },
  });
  expect(JSON.stringify(bucket?.properties.BucketEncryption)).toContain('aws:kms');
  expect(withBucket.Outputs?.PlanningBucket).toBeDefined();
});

test('without a use for it there is no bucket, and the functions know', () => {
  expect(resourcesOf(shippedTemplate(), 'AWS::S3::Bucket').some(({ id }) => id.startsWith('PlanningFiles'))).toBe(
    false,
  );
  const variables = functionsOf(shippedTemplate()).get('plan-staffing')?.properties.Environment.Variables;
  expect(variables.NOHOLD_PLANNING_BUCKET).toBe('-');
});
