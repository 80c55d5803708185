import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Settings } from '../../../core/settings/schema.ts';
import { centerWidgets } from '../../../lib/dashboard-center.ts';
import { queueVariables, queueWidgets } from '../../../lib/dashboard-queue.ts';
import { onlyOf, said } from './center.ts';

const drawn = (view: string, title: string, height: number): cloudwatch.IWidget =>
  new cloudwatch.TextWidget({ markdown: `${title}: ${view}`, width: 24, height });

/** The body of a dashboard of these settings, without the rest of the stack; what a function draws is a text. */
export function bodyOf(which: 'center' | 'queue' | 'both', settings: Settings): string {
  const stack = new Stack();
  new cloudwatch.Dashboard(stack, 'Dashboard', {
    widgets: [
      ...(which === 'queue' ? [] : centerWidgets(settings, drawn)),
      ...(which === 'center' ? [] : queueWidgets(settings, drawn)),
    ],
    variables: which === 'center' ? [] : queueVariables(settings),
  });
  const template = Template.fromStack(stack).toJSON() as Parameters<typeof onlyOf>[0];
  return said(onlyOf(template, 'AWS::CloudWatch::Dashboard').properties.DashboardBody);
}
