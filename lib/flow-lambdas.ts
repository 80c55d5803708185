import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as bindCallbackContract from '../lambdas/bind-callback/contract.ts';
import * as markContactContract from '../lambdas/mark-contact/contract.ts';
import * as quoteWaitContract from '../lambdas/quote-wait/contract.ts';
import * as recallMatterContract from '../lambdas/recall-matter/contract.ts';
import * as takeOfferContract from '../lambdas/take-offer/contract.ts';
import type { Bundles } from './bundling.ts';
import type { IInstance } from './connect/instance.ts';
import { LambdaAssociation } from './connect/lambda-association.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import type { Table } from './table.ts';

export interface FlowLambdasProps {
  readonly instance: IInstance;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
  /** Whether a number's menu is spared to callers whose matter is known. */
  readonly recalls: boolean;
  /** @default there is none */
  readonly webDesk:
    | {
        readonly address: string;
        readonly textsFrom: string | undefined;
        /** Undefined: nobody is asked anything afterwards. */
        readonly surveysFrom: string | undefined;
        readonly writes: boolean;
      }
    | undefined;
}

/**
 * Longer than the two seconds the flow waits, so that Lambda never cuts off what the flow may still hear; far below the
 * eight seconds Connect allows, so that a hung call ends while somebody could still ask again.
 */
const timeout = Duration.seconds(4);

/** A cold start is CPU time while a caller hears silence: half a CPU, where the rest of Nohold takes a seventh. */
const memoryMiB = 1024;

/** The functions that answer inside a flow. */
export class FlowLambdas extends Construct {
  readonly quoteWait: BundledFunction;
  readonly takeOffer: BundledFunction;
  readonly bindCallback: BundledFunction;
  readonly markContact: BundledFunction;
  readonly recallMatter: BundledFunction | undefined;
  /** By the folder's name, as the flows refer to them. */
  readonly associations: ReadonlyMap<string, LambdaAssociation>;

  constructor(scope: Construct, id: string, props: FlowLambdasProps) {
    super(scope, id);
    const { bundles, keys, table, instance } = props;
    const shared = { bundles, keys, timeout, memoryMiB };

    this.quoteWait = new BundledFunction(this, 'QuoteWait', {
      ...shared,
      verb: 'quote-wait',
      contract: quoteWaitContract,
      description: 'Predicts the wait of this contact and decides what to offer',
    });
    table.grant(this.quoteWait, { queries: ['waiting'], items: ['BatchGetItem', 'UpdateItem'] });
    keys.grantCustomers(this.quoteWait);

    this.takeOffer = new BundledFunction(this, 'TakeOffer', {
      ...shared,
      verb: 'take-offer',
      contract: takeOfferContract,
      description: 'Writes the choice of a caller into the callback ledger',
    });
    table.grant(this.takeOffer, { items: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'] });
    keys.grantCustomers(this.takeOffer);
    this.takeOffer.environment('NOHOLD_WEB_DESK', props.webDesk?.address ?? '-');
    if (props.webDesk?.textsFrom !== undefined) instance.grantTexts(this.takeOffer, props.webDesk.textsFrom);
    if (props.webDesk?.writes) instance.grantLetters(this.takeOffer);
    instance.grantContacts(this.takeOffer, ['StopContact']);

    this.bindCallback = new BundledFunction(this, 'BindCallback', {
      ...shared,
      verb: 'bind-callback',
      contract: bindCallbackContract,
      description: 'Ties a queued callback to its row in the ledger',
    });
    table.grant(this.bindCallback, { items: ['BatchGetItem', 'GetItem', 'PutItem'] });

    this.markContact = new BundledFunction(this, 'MarkContact', {
      ...shared,
      verb: 'mark-contact',
      contract: markContactContract,
      description: 'Writes what an agent says of a contact, promises, or gives',
    });
    table.grant(this.markContact, { items: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'] });
    keys.grantCustomers(this.markContact);
    this.markContact.environment('NOHOLD_WEB_DESK', props.webDesk?.address ?? '-');
    this.markContact.environment('NOHOLD_INSTANCE_ARN', instance.instanceArn);
    if (props.webDesk?.surveysFrom !== undefined) instance.grantTexts(this.markContact, props.webDesk.surveysFrom);

    this.recallMatter = props.recalls
      ? new BundledFunction(this, 'RecallMatter', {
          ...shared,
          verb: 'recall-matter',
          contract: recallMatterContract,
          description: 'Recalls what a caller was in contact about, before the menu asks',
        })
      : undefined;
    if (this.recallMatter !== undefined) {
      table.grant(this.recallMatter, { items: ['BatchGetItem'] });
      keys.grantCustomers(this.recallMatter);
    }

    const associated = (id: string, verb: string, of: BundledFunction) =>
      [verb, new LambdaAssociation(this, id, { instance, function: of })] as const;
    this.associations = new Map([
      associated('QuoteWaitInFlows', 'quote-wait', this.quoteWait),
      associated('TakeOfferInFlows', 'take-offer', this.takeOffer),
      associated('BindCallbackInFlows', 'bind-callback', this.bindCallback),
      associated('MarkContactInFlows', 'mark-contact', this.markContact),
      ...(this.recallMatter === undefined
        ? []
        : [associated('RecallMatterInFlows', 'recall-matter', this.recallMatter)]),
    ]);
  }
}
