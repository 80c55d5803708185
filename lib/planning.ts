import { Aws, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { PlanningFile } from '../core/planningPorts.ts';
import * as flexAgentsContract from '../lambdas/flex-agents/contract.ts';
import * as forecastVolumeContract from '../lambdas/forecast-volume/contract.ts';
import * as planStaffingContract from '../lambdas/plan-staffing/contract.ts';
import type { Bundles } from './bundling.ts';
import type { IInstance } from './connect/instance.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import type { PlanningFiles } from './planning-files.ts';
import type { Schedules } from './schedules.ts';
import type { Table } from './table.ts';

export interface PlanningProps {
  readonly instance: IInstance;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
  readonly schedules: Schedules;
  /** Undefined: neither schedule nor drivers come from a bucket. */
  readonly files: PlanningFiles | undefined;
  /** False: nobody may be called, and no function is made that could. */
  readonly hasReserve: boolean;
}

/**
 * What looks ahead: the forecast, the plan of agents made from it, and the reserve. Each runs at fixed minutes of every
 * hour, UTC, after the roll-up its figures come from; what is due they tell from the rows and the center's own clock, so
 * that no change of local time makes a run twice or skips one.
 */
export class Planning extends Construct {
  readonly forecastVolume: BundledFunction;
  readonly planStaffing: BundledFunction;
  readonly flexAgents: BundledFunction | undefined;

  constructor(scope: Construct, id: string, props: PlanningProps) {
    super(scope, id);
    const { bundles, keys, schedules, table } = props;
    const shared = { bundles, keys, failures: schedules.failedRuns };
    this.forecastVolume = new BundledFunction(this, 'ForecastVolume', {
      ...shared,
      verb: 'forecast-volume',
      contract: forecastVolumeContract,
      description: 'Forecasts contacts by interval: the fortnight each night, the rest of the day each half hour',
      timeout: Duration.minutes(5),
      // A full CPU: a year of twenty queues is refitted in one run.
      memoryMiB: 1769,
    });
    table.grant(this.forecastVolume, { items: ['GetItem', 'PutItem', 'BatchWriteItem'], ranges: true });
    grantFiles(this.forecastVolume, props.files, ['schedule.csv', 'drivers.csv']);
    schedules.atMinutes([4, 34], this.forecastVolume, 'Forecast: nightly, and while a queue is open');

    this.planStaffing = new BundledFunction(this, 'PlanStaffing', {
      ...shared,
      verb: 'plan-staffing',
      contract: planStaffingContract,
      description: 'Plans agents for the forecast: required, scheduled, the gap, slots for callbacks',
      timeout: Duration.minutes(2),
      memoryMiB: 1024,
    });
    table.grant(this.planStaffing, { items: ['GetItem', 'PutItem', 'BatchWriteItem', 'UpdateItem'], ranges: true });
    grantAnnouncing(this.planStaffing);
    grantFiles(this.planStaffing, props.files, ['schedule.csv']);
    schedules.atMinutes([7, 37], this.planStaffing, 'Plan: agents, gaps, slots');

    if (!props.hasReserve) return;
    this.flexAgents = new BundledFunction(this, 'FlexAgents', {
      ...shared,
      verb: 'flex-agents',
      contract: flexAgentsContract,
      description: 'Calls and releases agents of the reserve by their routing profiles',
      timeout: Duration.minutes(1),
    });
    table.grant(this.flexAgents, { items: ['GetItem', 'PutItem'], ranges: true });
    props.instance.grantProfiles(this.flexAgents);
    grantAnnouncing(this.flexAgents);
    grantFiles(this.flexAgents, props.files, ['schedule.csv']);
    schedules.every(Duration.minutes(5), this.flexAgents, 'Reserve: called and released');
    schedules.onOwnEvent('MarginShrinking', this.flexAgents, 'Reserve: looked at when a margin shrinks');
  }
}

function grantFiles(to: BundledFunction, files: PlanningFiles | undefined, names: readonly PlanningFile[]): void {
  if (files === undefined) to.environment('NOHOLD_PLANNING_BUCKET', '-');
  else files.grantRead(to, names);
}

/** Events of ours on the account's default bus; rules subscribe by source `nohold` and detail type. */
export function grantAnnouncing(to: BundledFunction): void {
  to.allow({
    actions: ['events:PutEvents'],
    resources: [`arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/default`],
    conditions: { StringEquals: { 'events:source': 'nohold' } },
  });
}
