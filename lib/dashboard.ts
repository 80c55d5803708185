import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import * as drawWidgetContract from '../lambdas/draw-widget/contract.ts';
import type { Bundles } from './bundling.ts';
import { centerWidgets, type DrawnBy } from './dashboard-center.ts';
import { healthWidgets, type Watched } from './dashboard-health.ts';
import { queueVariables, queueWidgets } from './dashboard-queue.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import type { Table } from './table.ts';

export interface DashboardProps extends Watched {
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
}

/**
 * The managers' board, one because each costs: the whole center *now and today*; *one queue*, chosen above it, with its
 * *promises* and the *effort* of its customers; *health and cost*. Metric, text and custom widgets only, so that the same
 * body can be drawn without CloudWatch.
 */
export class Dashboard extends Construct {
  readonly board: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { settings } = props;
    const drawn = this.drawnBy(props);
    this.board = new cloudwatch.Dashboard(this, 'Board', {
      defaultInterval: Duration.hours(8),
      periodOverride: cloudwatch.PeriodOverride.INHERIT,
      variables: queueVariables(settings),
      widgets: [...centerWidgets(settings, drawn), ...queueWidgets(settings, drawn), ...healthWidgets(props)],
    });
  }

  /** The day's figures need sums over contacts that no metric has: a function reads them from the rows when somebody looks. */
  private drawnBy({ bundles, keys, table }: DashboardProps): DrawnBy {
    const drawWidget = new BundledFunction(this, 'DrawWidget', {
      verb: 'draw-widget',
      contract: drawWidgetContract,
      bundles,
      keys,
      description: 'Draws widgets of the dashboards from the rows: now, the day, its plan, waits foretold, effort',
      timeout: Duration.seconds(10),
      memoryMiB: 512,
    });
    table.grant(drawWidget, { queries: ['waiting'], items: ['GetItem'], ranges: true });
    return (view, title, height) =>
      new cloudwatch.CustomWidget({
        functionArn: drawWidget.function.functionArn,
        title,
        width: 24,
        height,
        params: { view },
      });
  }
}
