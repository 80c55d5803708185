import type { Physical } from '../../template/intrinsics.ts';
import { apiKinds } from './apis.ts';
import { eventKinds } from './events.ts';
import { functionKinds } from './functions.ts';
import { storageKinds } from './storage.ts';
import { arnOf, kind, type ResourceKind, type World } from './world.ts';

/** What types call their name. */
const namedBy = 'AlarmName AliasName BackupVaultName BucketName DashboardName LogGroupName Name TopicName'.split(' ');

/** Types that are made in name only: nothing on this machine needs what they do on AWS. */
const named = (
  emulated: string,
  leftOut: string,
  arnText: (name: string, place: World['place']) => string,
  refIsArn = false,
) =>
  kind<Readonly<Record<string, unknown>>>({ emulated, leftOut }, ({ logicalId, properties }, { place }) => {
    const given = namedBy.map((property) => properties[property]).find((value) => typeof value === 'string');
    const name = String(given ?? `${place.stackName}-${logicalId}`);
    const arn = arnText(name, place);
    const domain = `${name}.s3.${place.region}.amazonaws.com`;
    const attributes = {
      Arn: arn,
      BackupPlanId: name,
      BackupVaultArn: arn,
      BackupVaultName: name,
      TopicName: name,
      TopicArn: arn,
      DomainName: domain,
      RegionalDomainName: domain,
    };
    return { ref: refIsArn ? arn : name, attributes };
  });

const nameOnly: Readonly<Record<string, ResourceKind>> = {
  'AWS::Logs::LogGroup': named(
    'its name; the functions’ lines are kept in memory',
    'retention, queries',
    (name, place) => `${arnOf(place, 'logs', `log-group:${name}`)}:*`,
  ),
  'AWS::S3::BucketPolicy': named('its name', 'the policy', (name) => name),
  'AWS::SNS::Topic': named(
    'its name',
    'messages: alarms are shown on the board',
    (name, place) => arnOf(place, 'sns', name),
    true,
  ),
  'AWS::SNS::Subscription': named('its name', 'mails', (name, place) => arnOf(place, 'sns', name), true),
  'AWS::SNS::TopicPolicy': named('its name', 'the policy', (name) => name),
  'AWS::Backup::BackupVault': named('its name', 'copies of the table', (name, place) =>
    arnOf(place, 'backup', `backup-vault:${name}`),
  ),
  'AWS::Backup::BackupPlan': named('its name', 'copying by the day', (name) => name),
  'AWS::Backup::BackupSelection': named('its name', 'what is copied', (name) => name),
  'AWS::KMS::Alias': named('its name', 'use of a key by its alias', (name, place) => arnOf(place, 'kms', name)),
  'AWS::Scheduler::ScheduleGroup': named('its name', 'nothing', (name, place) =>
    arnOf(place, 'scheduler', `schedule-group/${name}`),
  ),
  'AWS::CloudWatch::Dashboard': named('its body, drawn by the board', 'see the board', (name) => name),
  'AWS::CloudWatch::Alarm': named('its state, from the metrics seen here', 'actions', (name, place) =>
    arnOf(place, 'cloudwatch', `alarm:${name}`),
  ),
  'AWS::CDK::Metadata': named('its name', 'nothing', (name) => name),
};

const custom = kind<Readonly<Record<string, unknown>>>(
  { emulated: 'its function is run with a Create event at every start', leftOut: 'Update and Delete' },
  (wanted, { customResources }) => customResources.create(wanted),
);

export const kinds: Readonly<Record<string, ResourceKind>> = {
  ...storageKinds,
  ...functionKinds,
  ...eventKinds,
  ...apiKinds,
  ...nameOnly,
  'AWS::CloudFormation::CustomResource': custom,
  'Custom::*': custom,
};

/** Makes a resource in the emulators. A type nobody emulates is refused, so that nothing is left out in silence. */
export function makeResource(
  wanted: { logicalId: string; type: string; properties: Readonly<Record<string, unknown>> },
  world: World,
): Physical | Promise<Physical> {
  if (wanted.type.startsWith('AWS::Connect::')) {
    return world.connect.provision(wanted.type, wanted.logicalId, wanted.properties);
  }
  const known = kinds[wanted.type.startsWith('Custom::') ? 'Custom::*' : wanted.type];
  if (known === undefined) throw new Error('the local center does not emulate this type (see local/SUPPORTED.md)');
  return known.make(wanted as never, world);
}
