import { Aws } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Settings } from '../core/settings/schema.ts';
import { checkFlows, describeMistake } from '../flows/check.ts';
import { flowsOf } from '../flows/flows.ts';
import type { Flow, Reference } from '../flows/language/flow.ts';
import { referencesOf, renderFlow } from '../flows/language/render.ts';
import { flowIds } from '../flows/names.ts';
import { ContactFlow } from './connect/contact-flow.ts';
import { EmailAddress } from './connect/email-address.ts';
import { HoursOfOperation } from './connect/hours-of-operation.ts';
import type { IInstance } from './connect/instance.ts';
import type { LambdaAssociation } from './connect/lambda-association.ts';
import { PhoneNumber } from './connect/phone-number.ts';
import { Queue } from './connect/queue.ts';
import { QuickConnect } from './connect/quick-connect.ts';

export interface ContactCenterProps {
  readonly instance: IInstance;
  readonly settings: Settings;
  /** Functions the flows may invoke, by their folder's name. */
  readonly lambdas: ReadonlyMap<string, LambdaAssociation>;
}

/** What customers meet: numbers, hours, queues, and the flows that lead from one to the other. */
export class ContactCenter extends Construct {
  readonly numbers = new Map<string, PhoneNumber>();
  readonly emailAddresses = new Map<string, EmailAddress>();
  readonly queues = new Map<string, Queue>();
  /** `queue`: where it leads, and is not offered; undefined: offered at every queue. */
  readonly quickConnects: { readonly queue: Queue | undefined; readonly quickConnect: QuickConnect }[] = [];
  private readonly hours = new Map<string, HoursOfOperation>();
  private readonly flows = new Map<string, ContactFlow>();
  private readonly places: { numbers: Construct; hours: Construct; queues: Construct; flows: Construct };
  private readonly props: ContactCenterProps;

  constructor(scope: Construct, id: string, props: ContactCenterProps) {
    super(scope, id);
    this.props = props;
    const { instance, settings } = props;
    this.places = {
      numbers: new Construct(this, 'Numbers'),
      hours: new Construct(this, 'Hours'),
      queues: new Construct(this, 'Queues'),
      flows: new Construct(this, 'Flows'),
    };
    for (const [name, number] of Object.entries(settings.phoneNumbers)) {
      this.numbers.set(
        name,
        new PhoneNumber(this.places.numbers, name, {
          instance,
          country: number.country,
          type: number.type,
          description: `${settings.center.name}: ${name}`,
          localNumber: number.number,
        }),
      );
    }
    for (const [name, { address, displayName = settings.center.name }] of Object.entries(settings.emailAddresses)) {
      const place = this.node.tryFindChild('EmailAddresses') ?? new Construct(this, 'EmailAddresses');
      this.emailAddresses.set(name, new EmailAddress(place as Construct, name, { instance, address, displayName }));
    }
    for (const [name, hours] of Object.entries(settings.hours)) {
      this.hours.set(
        name,
        new HoursOfOperation(this.places.hours, name, {
          instance,
          name,
          timeZone: hours.timeZone,
          week: hours.week,
          holidays: hours.holidays,
        }),
      );
    }

    const flows = flowsOf(settings);
    const mistakes = checkFlows(flows);
    if (mistakes.length > 0) {
      throw new Error(mistakes.map(describeMistake).join('\n'));
    }
    // A queue names the whisper of its own callbacks, the other flows name queues.
    const [whispers, others] = [flows.filter(isOutboundWhisper), flows.filter((flow) => !isOutboundWhisper(flow))];
    for (const flow of whispers) this.addFlow(flow);
    for (const name of Object.keys(settings.queues)) this.addQueue(name, whispers[0]);
    for (const flow of others) this.addFlow(flow);
    this.addQuickConnects(others.find((flow) => flow.id === 'QueueTransfer'));
  }

  flow(id: string): ContactFlow {
    return found(this.flows.get(id), `flow ${id}`);
  }

  private addQueue(name: string, whisper: Flow | undefined): void {
    const { instance, settings } = this.props;
    const queue = found(settings.queues[name], `queue ${name}`);
    const number = this.numberOf(name);
    const speaks = queue.channels.includes('voice');
    this.queues.set(
      name,
      new Queue(this.places.queues, name, {
        instance,
        name,
        description: queue.description,
        hours: found(this.hours.get(queue.hours), `hours ${queue.hours}`),
        maxContacts: queue.maxContacts,
        callsBackAs:
          speaks && number !== undefined
            ? { name: settings.center.name, number, whisper: whisper && this.flow(whisper.id) }
            : undefined,
      }),
    );
  }

  /** The first number that leads to a queue, else the first of the center: callbacks need one to show. */
  private numberOf(queue: string): PhoneNumber | undefined {
    const [leading] = Object.entries(this.props.settings.phoneNumbers).filter(([, number]) =>
      number.queues.includes(queue),
    );
    const [first] = this.numbers.values();
    return leading === undefined ? first : this.numbers.get(leading[0]);
  }

  private addFlow(flow: Flow): void {
    const contactFlow = new ContactFlow(this.places.flows, flow.id, {
      instance: this.props.instance,
      name: flow.id,
      description: flow.description,
      type: flow.type,
      content: renderFlow(flow, (reference) => this.arnOf(reference)),
    });
    for (const reference of referencesOf(flow)) {
      // Connect refuses a flow that names a function it was not told of.
      if (reference.ref === 'lambda') contactFlow.node.addDependency(this.lambda(reference.name));
    }
    this.flows.set(flow.id, contactFlow);
  }

  private addQuickConnects(transfer: Flow | undefined): void {
    if (transfer === undefined) return;
    const place = new Construct(this, 'QuickConnects');
    for (const [name, queue] of this.queues) {
      const quickConnect = new QuickConnect(place, name, {
        instance: this.props.instance,
        name,
        description: `Passes a contact on to ${name}`,
        queue,
        flow: this.flow(transfer.id),
      });
      this.quickConnects.push({ queue, quickConnect });
    }
    const [first] = this.queues.values();
    const marking = this.flows.get(flowIds.agentMark);
    if (first === undefined || marking === undefined) return;
    const quickConnect = new QuickConnect(place, 'Mark', {
      instance: this.props.instance,
      name: 'Mark contact',
      description: 'Says of the contact in hand how it stands: solved, not yet, a promised call',
      // A quick connect must name a queue; the flow passes nobody on to it.
      queue: first,
      flow: marking,
    });
    this.quickConnects.push({ queue: undefined, quickConnect });
  }

  private lambda(name: string): LambdaAssociation {
    return found(this.props.lambdas.get(name), `Lambda ${name}`);
  }

  private arnOf({ ref, name }: Reference): string {
    switch (ref) {
      case 'queue':
        return found(this.queues.get(name), `queue ${name}`).queueArn;
      case 'lambda':
        return this.lambda(name).functionArn;
      case 'flow':
        return this.flow(name).contactFlowArn;
      case 'view':
        return `arn:${Aws.PARTITION}:connect:${Aws.REGION}:aws:view/${name}:1`;
      default:
        return ref satisfies never;
    }
  }
}

const isOutboundWhisper = (flow: Flow): boolean => flow.type === 'OUTBOUND_WHISPER';

function found<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`${name} is referred to and does not exist`);
  return thing;
}
