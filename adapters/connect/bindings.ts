import {
  AssociateFlowCommand,
  AssociatePhoneNumberContactFlowCommand,
  AssociateQueueQuickConnectsCommand,
  ConnectClient,
  DisassociateFlowCommand,
  DisassociatePhoneNumberContactFlowCommand,
} from '@aws-sdk/client-connect';
import type { Bindings } from '../../core/ports.ts';
import { faultOf, nameOf } from '../fault.ts';

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn;
/** AssociateQueueQuickConnects takes at most 50 ids a request. */
const quickConnectsPerRequest = 50;

export function connectBindings(): Bindings {
  const client = new ConnectClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
  });
  return {
    async associateNumber(instanceArn, phoneNumberArn, flowArn) {
      try {
        await client.send(
          new AssociatePhoneNumberContactFlowCommand({
            InstanceId: idOf(instanceArn),
            PhoneNumberId: idOf(phoneNumberArn),
            ContactFlowId: idOf(flowArn),
          }),
        );
      } catch (cause) {
        throw faultOf('connect:AssociatePhoneNumberContactFlow', cause);
      }
    },
    async disassociateNumber(instanceArn, phoneNumberArn) {
      try {
        await client.send(
          new DisassociatePhoneNumberContactFlowCommand({
            InstanceId: idOf(instanceArn),
            PhoneNumberId: idOf(phoneNumberArn),
          }),
        );
      } catch (cause) {
        // A number that was released before has no flow any more.
        if (nameOf(cause) === 'ResourceNotFoundException') return;
        throw faultOf('connect:DisassociatePhoneNumberContactFlow', cause);
      }
    },
    async associateEmailAddress(instanceArn, emailAddressArn, flowArn) {
      try {
        await client.send(
          new AssociateFlowCommand({
            InstanceId: idOf(instanceArn),
            ResourceId: emailAddressArn,
            ResourceType: 'INBOUND_EMAIL',
            FlowId: flowArn,
          }),
        );
      } catch (cause) {
        throw faultOf('connect:AssociateFlow', cause);
      }
    },
    async disassociateEmailAddress(instanceArn, emailAddressArn) {
      try {
        await client.send(
          new DisassociateFlowCommand({
            InstanceId: idOf(instanceArn),
            ResourceId: emailAddressArn,
            ResourceType: 'INBOUND_EMAIL',
          }),
        );
      } catch (cause) {
        if (nameOf(cause) === 'ResourceNotFoundException') return;
        throw faultOf('connect:DisassociateFlow', cause);
      }
    },
    async associateQuickConnects(instanceArn, queueArn, quickConnectArns) {
      for (let first = 0; first < quickConnectArns.length; first += quickConnectsPerRequest) {
        const QuickConnectIds = quickConnectArns.slice(first, first + quickConnectsPerRequest).map(idOf);
        try {
          await client.send(
            new AssociateQueueQuickConnectsCommand({
              InstanceId: idOf(instanceArn),
              QueueId: idOf(queueArn),
              QuickConnectIds,
            }),
          );
        } catch (cause) {
          throw faultOf('connect:AssociateQueueQuickConnects', cause);
        }
      }
    },
  };
}
