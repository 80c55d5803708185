import type { SimulatedCenter } from './center.ts';
import type { Violation } from './checker.ts';

const moments = ['queuedAt', 'answeredAt', 'customerAnsweredAt', 'endedAt'] as const;

/** An event that was taken for done stands in its contact's row, and the earliest that was told stays. */
export function doneIsWritten(center: SimulatedCenter): Violation[] {
  const rowOf = new Map(center.rows.all().contacts.map((row) => [row.contactId, row]));
  return center.queues.events.done.flatMap((body) => {
    const { detail } = JSON.parse(body) as { detail?: ToldEvent };
    if (!detail) return [];
    const row = rowOf.get(detail.contactId);
    return Object.entries(toldMoments(detail)).flatMap(([name, at]) => {
      const noted = row?.[name as (typeof moments)[number]] ?? Number.POSITIVE_INFINITY;
      if (at === undefined || noted <= Date.parse(at)) return [];
      const what = `${detail.contactId}.${name} was told as ${Date.parse(at)}, its row says ${noted}`;
      return [{ invariant: 'I7 fold', what, ids: [detail.contactId] }];
    });
  });
}

interface ToldEvent {
  contactId: string;
  queueInfo?: { enqueueTimestamp: string };
  agentInfo?: { connectedToAgentTimestamp: string };
  connectedToSystemTimestamp?: string;
  disconnectTimestamp?: string;
}

const toldMoments = (told: ToldEvent): Record<(typeof moments)[number], string | undefined> => ({
  queuedAt: told.queueInfo?.enqueueTimestamp,
  answeredAt: told.agentInfo?.connectedToAgentTimestamp,
  customerAnsweredAt: told.connectedToSystemTimestamp,
  endedAt: told.disconnectTimestamp,
});

/** Rows say nothing that Connect does not know, whatever the order of what was heard; nobody stands in a queue as a ghost. */
export function factsOfConnect(center: SimulatedCenter): Violation[] {
  const written = center.rows.ghosts.map((contactId) => ({
    invariant: 'I9 ghosts',
    what: `${contactId} was written as waiting after its end`,
    ids: [contactId],
  }));
  const facts = center.rows.all().contacts.flatMap((row) => {
    const contact = center.connect.contacts.get(row.contactId);
    const ids = [row.contactId];
    if (!contact) return [{ invariant: 'I7 fold', what: `${row.contactId} is unknown to Connect`, ids }];
    const apart = 1000 * center.faults.profile.toldApartSeconds;
    const wrong = moments.filter((name) => {
      const [noted, real] = [row[name], contact[name] ?? Number.POSITIVE_INFINITY];
      return noted !== undefined && !(noted >= real && noted <= real + apart);
    });
    const ghost = row.waitingKey !== undefined && contact.state === 'ended' ? ['waitingKey'] : [];
    return [...wrong, ...ghost].map((name) => ({
      invariant: name === 'waitingKey' ? 'I9 ghosts' : 'I7 fold',
      what: `${row.contactId}.${name} is ${row[name as 'queuedAt']}, Connect says ${contact[name as 'queuedAt']}`,
      ids,
    }));
  });
  return [...written, ...facts];
}
