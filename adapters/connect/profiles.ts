import { ConnectClient, UpdateUserRoutingProfileCommand } from '@aws-sdk/client-connect';
import type { AgentProfiles } from '../../core/planningPorts.ts';
import { faultOf } from '../fault.ts';

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn;
/** UpdateUserRoutingProfile: 2 a second for the whole account. */
const millisecondsBetween = 600;

/** Sets a state, so the SDK may try again; paced below the quota. */
export function connectProfiles(instanceArn: string): AgentProfiles {
  const client = new ConnectClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
  });
  let asked = false;
  return {
    async setRoutingProfile(userArn, profileArn) {
      if (asked) await new Promise((resolve) => setTimeout(resolve, millisecondsBetween));
      asked = true;
      try {
        await client.send(
          new UpdateUserRoutingProfileCommand({
            InstanceId: idOf(instanceArn),
            UserId: idOf(userArn),
            RoutingProfileId: idOf(profileArn),
          }),
        );
      } catch (cause) {
        throw faultOf('connect:UpdateUserRoutingProfile', cause);
      }
    },
  };
}
