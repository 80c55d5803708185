import type { Clock, KeptAnswers, LinkRows } from '../../core/ports.ts';
import { keptAnswerKey, linkKey } from '../../core/rows/keys.ts';
import type { KeptAnswer, LinkRow } from '../../core/rows/link.ts';
import { live } from './rows.ts';
import type { Table } from './table.ts';

export function dynamoLinks(table: Table, clock: Clock): LinkRows {
  return {
    async get(linkId) {
      return live<LinkRow>(await table.get(linkKey(linkId)), clock);
    },
    async replace(row, expectedVersion) {
      return (await table.put({ ...row, ...linkKey(row.linkId) }, expectedVersion)) ? 'written' : 'conflict';
    },
  };
}

export function dynamoAnswers(table: Table, clock: Clock): KeptAnswers {
  return {
    async get(requestId) {
      return live<KeptAnswer>(await table.get(keptAnswerKey(requestId)), clock);
    },
    async keep(answer) {
      // Deleted up to two days late: one that is forgotten already may be written over.
      const condition = 'attribute_not_exists(pk) OR expiresAt <= :now';
      const values = { ':now': Math.floor(clock.now() / 1000) };
      return (await table.putWhen({ ...answer, ...keptAnswerKey(answer.requestId) }, condition, values))
        ? 'written'
        : 'conflict';
    },
  };
}
