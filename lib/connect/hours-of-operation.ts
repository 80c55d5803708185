import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof days)[number];

export interface HoursOfOperationProps {
  readonly instance: IInstance;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Per day the ranges in which it is open, '09:00-12:30'; an end of '24:00' is midnight. A day left out is closed. */
  readonly week: { readonly [day in Day]?: readonly string[] | undefined };
  /** Dates (YYYY-MM-DD) with other hours than their weekday's; without `open` the date is closed. */
  readonly holidays: readonly {
    readonly date: string;
    readonly name: string;
    readonly open?: readonly string[] | undefined;
  }[];
}

/** When a queue is open: the week, and the dates on which it is not. */
export class HoursOfOperation extends Construct {
  readonly hoursOfOperationArn: string;

  constructor(scope: Construct, id: string, props: HoursOfOperationProps) {
    super(scope, id);
    const hours = new connect.CfnHoursOfOperation(this, 'Hours', {
      instanceArn: props.instance.instanceArn,
      name: props.name,
      timeZone: props.timeZone,
      config: days.flatMap((day) =>
        (props.week[day] ?? []).map((range) => ({ day: day.toUpperCase(), ...timesOf(range) })),
      ),
      ...(props.holidays.length === 0
        ? {}
        : {
            hoursOfOperationOverrides: props.holidays.map((holiday) => ({
              overrideName: `${holiday.name} ${holiday.date}`,
              overrideDescription: holiday.open === undefined ? 'Closed' : 'Other hours',
              effectiveFrom: holiday.date,
              effectiveTill: holiday.date,
              // An override without hours closes its dates.
              overrideConfig: (holiday.open ?? []).map((range) => ({
                day: weekdayOf(holiday.date),
                ...timesOf(range),
              })),
            })),
          }),
    });
    this.hoursOfOperationArn = hours.attrHoursOfOperationArn;
  }
}

interface TimeSlice {
  hours: number;
  minutes: number;
}

function timesOf(range: string): { startTime: TimeSlice; endTime: TimeSlice } {
  const [start = '', end = ''] = range.split('-');
  return { startTime: timeOf(start), endTime: timeOf(end) };
}

/** Connect's clock ends at 23:59; midnight as an end is written 00:00. */
function timeOf(text: string): TimeSlice {
  const [hours = Number.NaN, minutes = Number.NaN] = text.split(':').map(Number);
  return { hours: hours % 24, minutes };
}

/** The date is a calendar date: read as UTC it keeps its weekday wherever the synthesizing machine stands. */
const weekdayOf = (date: string): string => {
  const sundayFirst = new Date(`${date}T00:00:00Z`).getUTCDay();
  return (days[(sundayFirst + 6) % 7] ?? '').toUpperCase();
};
