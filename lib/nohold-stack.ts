import { Aws, CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { recallsMatter } from '../core/settings/journey.ts';
import type { Settings } from '../core/settings/schema.ts';
import { flowIds } from '../flows/names.ts';
import { acknowledgeFindings } from './acknowledgements.ts';
import { Alarms } from './alarms.ts';
import { Backups } from './backups.ts';
import type { Bundles } from './bundling.ts';
import { Callbacks } from './callbacks.ts';
import type { ContactFlow } from './connect/contact-flow.ts';
import { type IInstance, Instance } from './connect/instance.ts';
import { InstanceStorage } from './connect/instance-storage.ts';
import { ContactCenter } from './contact-center.ts';
import { ContactEvents } from './contact-events.ts';
import { Dashboard } from './dashboard.ts';
import { type DeadLetters, Deployment } from './deployment.ts';
import { FlowLambdas } from './flow-lambdas.ts';
import type { BundledFunction } from './function.ts';
import { Keys } from './keys.ts';
import { People } from './people.ts';
import { Planning } from './planning.ts';
import { PlanningFiles } from './planning-files.ts';
import { Table } from './table.ts';
import { Upkeep } from './upkeep.ts';
import { WebDesk } from './web-desk.ts';

export interface NoholdStackProps {
  readonly settings: Settings;
  readonly bundles: Bundles;
}

/** The whole center. It composes; what each part is and why stands in the part. */
export class NoholdStack extends Stack {
  constructor(scope: Construct, id: string, props: NoholdStackProps) {
    super(scope, id, {
      description: `Nohold contact center: ${props.settings.center.name}`,
      analyticsReporting: false,
      // CloudFormation takes a template of 1 MB: flows are most of it, and indentation would be another seventh.
      suppressTemplateIndentation: true,
    });
    const { settings, bundles } = props;
    const keys = new Keys(this, 'Keys');
    const table = new Table(this, 'Table', { keys });
    const backups = new Backups(this, 'Backups', { keys, table: table.table });
    const instance = this.instance(settings, keys);
    const shared = { instance, bundles, keys, table };

    const webDesk = settings.web && new WebDesk(this, 'WebDesk', { ...shared, settings, web: settings.web });
    const flowLambdas = new FlowLambdas(this, 'FlowLambdas', {
      ...shared,
      recalls: recallsMatter(settings),
      webDesk: webDesk && {
        address: webDesk.address,
        textsFrom: settings.web?.texts?.numberArn,
        surveysFrom: settings.survey.share > 0 ? settings.web?.texts?.numberArn : undefined,
        writes: settings.web?.emails !== undefined,
      },
    });
    const center = new ContactCenter(this, 'ContactCenter', { instance, settings, lambdas: flowLambdas.associations });
    const people =
      Object.keys(settings.agents).length === 0
        ? undefined
        : new People(this, 'People', { instance, keys, settings, queues: center.queues });
    const callbackOutbound = center.flow('CallbackOutbound');
    const callbacks = new Callbacks(this, 'Callbacks', {
      ...shared,
      flow: callbackOutbound,
      dialsPerSecond: settings.callbacks.dialsPerSecond,
    });
    const contactEvents = new ContactEvents(this, 'ContactEvents', {
      ...shared,
      analyzes: settings.privacy.analyzeCalls,
    });
    const upkeep = new Upkeep(this, 'Upkeep', { ...shared, callbacks });
    const events = contactEvents.events.queue;
    const deadLetters: DeadLetters[] = [
      { name: 'ContactEvents', queue: contactEvents.events.deadLetters, holds: 'contact-events', returnsTo: events },
      { name: 'UndeliveredEvents', queue: contactEvents.undelivered, holds: 'contact-events', returnsTo: events },
      {
        name: 'DueCallbacks',
        queue: callbacks.due.deadLetters,
        holds: 'due-callbacks',
        returnsTo: callbacks.due.queue,
      },
      { name: 'FailedRuns', queue: upkeep.schedules.failedRuns, holds: 'scheduled-runs' },
    ];
    const { undelivered } = new Alarms(this, 'Alarms', {
      keys,
      instance,
      emails: settings.alarms.emails,
      deadLetters: Object.fromEntries(deadLetters.map(({ name, queue }) => [name, queue])),
      contactEvents: contactEvents.events,
      dueCallbacks: callbacks.due,
      // An agent whose mark fails hears it at once.
      flowLambdas: [flowLambdas.quoteWait, flowLambdas.takeOffer, flowLambdas.bindCallback],
      sweep: upkeep.sweep,
      queues: settings.queues,
    });
    // Told of by the command line and on the dashboard: an alarm would go by the mails that do not arrive.
    if (undelivered !== undefined) deadLetters.push({ name: 'UndeliveredAlarms', queue: undelivered, holds: 'alarms' });
    const { staffing, forecasting } = settings;
    const planningFiles =
      staffing.schedule === 'bucket' || forecasting.drivers.length > 0
        ? new PlanningFiles(this, 'PlanningFiles', { keys })
        : undefined;
    const planning = new Planning(this, 'Planning', {
      ...shared,
      files: planningFiles,
      schedules: upkeep.schedules,
      hasReserve: Object.keys(settings.staffing.reserve).length > 0,
    });
    new Deployment(this, 'Deployment', {
      ...shared,
      deadLetters,
      letters: Object.entries(settings.emailAddresses).map(([name, { queue }]) => ({
        address: found(center.emailAddresses.get(name)),
        flow: center.flow(flowIds.emailTo(queue)),
      })),
      answers: [...center.numbers].map(([name, number]) => ({ number, flow: center.flow(`Welcome-${name}`) })),
      queues: [...center.queues.values()],
      quickConnects: center.quickConnects,
      callbackOutbound,
      chats: chatFlowsOf(settings, center),
      textLink: settings.web?.texts && center.flow(flowIds.textLink),
      reserve: people?.reserve ?? new Map(),
    });
    const { board } = new Dashboard(this, 'Dashboard', {
      ...shared,
      settings,
      functions: byVerb([
        flowLambdas.quoteWait,
        flowLambdas.takeOffer,
        flowLambdas.bindCallback,
        flowLambdas.markContact,
        ...(flowLambdas.recallMatter === undefined ? [] : [flowLambdas.recallMatter]),
        contactEvents.trackContact,
        callbacks.dialCallback,
        upkeep.sweep,
        upkeep.rollUp,
        planning.forecastVolume,
        planning.planStaffing,
      ]),
      sweep: upkeep.sweep,
      work: { 'Contact events': contactEvents.events, 'Due callbacks': callbacks.due },
      deadLetters: Object.fromEntries(deadLetters.map(({ name, queue }) => [name, queue])),
    });

    acknowledgeFindings(this);
    Tags.of(this).add('application', 'nohold');
    this.say({
      ...Object.fromEntries([...center.numbers].map(([name, number]) => [`Dial${pascal(name)}`, number.address])),
      ...(instance.accessUrl === undefined
        ? {}
        : { LoginUrl: instance.accessUrl, AgentDeskUrl: `${instance.accessUrl}/agent-app-v2/` }),
      InstanceArn: instance.instanceArn,
      ...(people === undefined ? {} : { InitialPasswordSecret: people.initialPassword.secretArn }),
      DashboardUrl: `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${board.dashboardName}`,
      TableName: table.table.tableName,
      BackupVault: backups.vault.backupVaultName,
      ...(planningFiles === undefined ? {} : { PlanningBucket: planningFiles.bucket.bucketName }),
      ...(webDesk === undefined ? {} : { WebDeskUrl: webDesk.address }),
      ...taskFlowsOf(settings, center),
    });
  }

  /** An adopted instance keeps its own storage: its recordings already go somewhere. */
  private instance(settings: Settings, keys: Keys): IInstance {
    const { connect } = settings.center;
    if ('adopt' in connect) return Instance.adopt(this, 'Connect', connect.adopt.instanceArn);
    const instance = new Instance(this, 'Connect', {
      alias: connect.create.alias,
      analyzes: settings.privacy.analyzeCalls,
    });
    new InstanceStorage(this, 'Storage', {
      instance,
      encryptionKey: keys.encryption,
      keepFor: Duration.days(settings.privacy.contactRetentionDays),
      recordCalls: settings.privacy.recordCalls,
      keepEmails: Object.keys(settings.emailAddresses).length > 0,
    });
    return instance;
  }

  private say(outputs: Record<string, string>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

/** Where a chat for a queue starts, by the queue's name. */
const chatFlowsOf = ({ queues }: Settings, center: ContactCenter): Record<string, ContactFlow> =>
  Object.fromEntries(
    Object.entries(queues).flatMap(([name, { channels }]) =>
      channels.includes('chat') ? [[name, center.flow(flowIds.chatWith(name))] as const] : [],
    ),
  );

const byVerb = (functions: readonly BundledFunction[]): Record<string, BundledFunction> =>
  Object.fromEntries(functions.map((lambda) => [lambda.verb, lambda]));

/** Where the company's systems start tasks (StartTaskContact), by queue. */
const taskFlowsOf = ({ queues }: Settings, center: ContactCenter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(queues).flatMap(([name, { channels }]) =>
      channels.includes('task')
        ? [[`TaskFlow${pascal(name)}`, center.flow(flowIds.taskFor(name)).contactFlowArn] as const]
        : [],
    ),
  );

function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('every e-mail address of the settings is made');
  return thing;
}

const pascal = (name: string): string =>
  name.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
