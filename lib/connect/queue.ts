import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { ContactFlow } from './contact-flow.ts';
import type { HoursOfOperation } from './hours-of-operation.ts';
import type { IInstance } from './instance.ts';
import type { PhoneNumber } from './phone-number.ts';

export interface QueueProps {
  readonly instance: IInstance;
  readonly name: string;
  readonly description: string;
  readonly hours: HoursOfOperation;
  /** Contacts it holds before it is full, callbacks included. @default as many as the instance's quota allows */
  readonly maxContacts?: number | undefined;
  /** What customers see, and hear first, when this queue calls them back. @default no outbound calls from this queue */
  readonly callsBackAs?:
    | { readonly name: string; readonly number: PhoneNumber; readonly whisper: ContactFlow | undefined }
    | undefined;
}

/** A queue of waiting contacts. */
export class Queue extends Construct {
  readonly queueArn: string;
  readonly queueName: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const queue = new connect.CfnQueue(this, 'Queue', {
      instanceArn: props.instance.instanceArn,
      name: props.name,
      description: props.description,
      hoursOfOperationArn: props.hours.hoursOfOperationArn,
      ...(props.maxContacts === undefined ? {} : { maxContacts: props.maxContacts }),
      ...(props.callsBackAs === undefined
        ? {}
        : {
            outboundCallerConfig: {
              outboundCallerIdName: props.callsBackAs.name,
              outboundCallerIdNumberArn: props.callsBackAs.number.phoneNumberArn,
              ...(props.callsBackAs.whisper === undefined
                ? {}
                : { outboundFlowArn: props.callsBackAs.whisper.contactFlowArn }),
            },
          }),
    });
    this.queueArn = queue.attrQueueArn;
    this.queueName = props.name;
  }
}
