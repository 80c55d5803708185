import type { PostChannel } from '../../core/contacts/channel.ts';
import { aimAt, ask, hangUp, joinQueue, pause, remember, repeat } from '../language/blocks.ts';
import { type Flow, onward, step, tell } from '../language/flow.ts';
import { flowIds, lambdaOf, queueOf } from '../names.ts';
import { quietly } from './opening.ts';
import { ofQueue, postFacts } from './queueFacts.ts';
import { quote } from './quote.ts';

/** A day and an hour. */
const triesWhenFull = 100;
const betweenTriesSeconds = 900;

/**
 * Somebody wrote, or a system of the company made a task: for one queue, whether it is open or not. Nobody listens, so
 * nothing is said; when there will be an answer is written onto the contact, for the agent and for whoever made the task,
 * and told by letter to whoever wrote.
 */
export function post(name: string, channel: PostChannel, letters: boolean): Flow {
  return tell(
    {
      id: channel === 'email' ? flowIds.emailTo(name) : flowIds.taskFor(name),
      type: 'CONTACT_FLOW',
      channel,
      description: channel === 'email' ? `E-mails for ${name} start here.` : `Tasks for ${name} start here.`,
    },
    [
      quietly(),
      step('aim', aimAt(queueOf(name), { onError: onward })),
      step('about', remember(postFacts(name), { onError: 'join' })),
      ...quote({ purpose: 'arrival', channel, onAnswer: 'told', onFault: 'join' }),
      step('told', remember({ answerBy: '$.External.say' }, { onError: onward })),
      ...(letters && channel === 'email'
        ? [
            step(
              'letter',
              ask(
                lambdaOf('take-offer'),
                { choice: 'email', queue: ofQueue.queue, channel, when: 'now', say: '$.Attributes.answerBy' },
                { onFault: onward },
              ),
            ),
          ]
        : []),
      step('join', joinQueue({ onFull: 'again', onError: 'again' })),
      // A message that was sent cannot be turned away: it waits before the queue until there is a place.
      step('again', repeat(triesWhenFull, 'later', 'lost')),
      step('later', pause(betweenTriesSeconds, { next: 'join', onError: 'join' })),
      step('lost', hangUp('full-for-a-day')),
    ],
  );
}
