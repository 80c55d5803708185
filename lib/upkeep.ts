import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as rollUpContract from '../lambdas/roll-up/contract.ts';
import * as sweepContract from '../lambdas/sweep/contract.ts';
import type { Bundles } from './bundling.ts';
import type { Callbacks } from './callbacks.ts';
import type { IInstance } from './connect/instance.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import { grantAnnouncing } from './planning.ts';
import { Schedules } from './schedules.ts';
import type { Table } from './table.ts';

export interface UpkeepProps {
  readonly instance: IInstance;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
  readonly callbacks: Callbacks;
}

/** What keeps the rows true while nobody calls: the sweep each minute, the roll-up of intervals each quarter hour. */
export class Upkeep extends Construct {
  readonly sweep: BundledFunction;
  readonly rollUp: BundledFunction;
  readonly schedules: Schedules;

  constructor(scope: Construct, id: string, props: UpkeepProps) {
    super(scope, id);
    this.schedules = new Schedules(this, 'Schedules', { keys: props.keys });

    this.sweep = new BundledFunction(this, 'Sweep', {
      verb: 'sweep',
      contract: sweepContract,
      description: 'Finds due and stuck callbacks and contacts that ended unseen; refreshes the pulse',
      bundles: props.bundles,
      keys: props.keys,
      timeout: Duration.seconds(50),
      failures: this.schedules.failedRuns,
    });
    props.table.grant(this.sweep, {
      queries: ['due', 'interval', 'waiting'],
      items: ['GetItem', 'PutItem', 'UpdateItem'],
    });
    grantAnnouncing(this.sweep);
    props.instance.grantContacts(this.sweep, ['DescribeContact', 'StopContact']);
    props.instance.grantOversight(this.sweep);
    props.callbacks.grantHandOver(this.sweep);
    this.schedules.every(Duration.minutes(1), this.sweep, 'Sweep: due callbacks, ghosts, the pulse');

    this.rollUp = new BundledFunction(this, 'RollUp', {
      verb: 'roll-up',
      contract: rollUpContract,
      description: 'Recomputes interval figures and what predictions are made of',
      bundles: props.bundles,
      keys: props.keys,
      timeout: Duration.minutes(2),
      memoryMiB: 512,
      failures: this.schedules.failedRuns,
    });
    props.table.grant(this.rollUp, {
      queries: ['customer', 'interval'],
      items: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'],
      ranges: true,
    });
    this.schedules.every(Duration.minutes(15), this.rollUp, 'Roll-up: intervals, service rates, patience');
  }
}
