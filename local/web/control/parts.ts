import type { Center } from '../../center.ts';

/** A part of the center that can be put out and back. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly effect: string;
  readonly out: boolean;
  put(out: boolean): void;
}

/** The parts whose outage a center must live through, for all who look at it. */
export function partsOf({ aws, template }: Pick<Center, 'aws' | 'template'>): readonly Part[] {
  const functionId = (folder: string): string => {
    const found = template
      .ofType('AWS::Lambda::Function')
      .find(({ properties }) =>
        ((properties.Tags ?? []) as { Key: string; Value: string }[]).some(
          ({ Key, Value }) => Key === 'nohold:function' && Value === folder,
        ),
      );
    return found?.logicalId ?? folder;
  };
  const faulty = (id: string, title: string, effect: string, fault: Parameters<typeof aws.faults.add>[0]): Part => {
    let end: (() => void) | undefined;
    return {
      id,
      title,
      effect,
      get out() {
        return end !== undefined;
      },
      put(out) {
        end?.();
        end = out ? aws.faults.add(fault) : undefined;
      },
    };
  };
  const outage = { kind: 'outage' } as const;
  return [
    faulty('table', 'The table', 'Nothing is read or written: callers are queued without a quote.', {
      service: 'dynamodb',
      effect: outage,
    }),
    faulty('quote-wait', 'The quote', 'quote-wait fails: callers are queued without a word about the wait.', {
      service: 'lambda',
      caller: functionId('quote-wait'),
      effect: outage,
    }),
    faulty('track-contact', 'Contact events', 'track-contact fails: events wait in their queue, the board grows old.', {
      service: 'lambda',
      caller: functionId('track-contact'),
      effect: outage,
    }),
    faulty('sweep', 'The sweep', 'Nothing becomes due: callbacks of the dialler stand still.', {
      service: 'lambda',
      caller: functionId('sweep'),
      effect: outage,
    }),
    faulty('connect', "Connect's interface", 'Its answers are refusals: no callback is dialled, no figure is read.', {
      service: 'connect',
      effect: { kind: 'throttle' },
    }),
    lostEvents(aws),
  ];
}

function lostEvents({ bus }: Center['aws']): Part {
  let before: typeof bus.faults | undefined;
  return {
    id: 'events',
    title: 'EventBridge',
    effect: 'Every contact event is lost: the sweep has to find out what happened.',
    get out() {
      return before !== undefined;
    },
    put(out) {
      if (out === (before !== undefined)) return;
      if (out) {
        before = bus.faults;
        bus.faults = { ...bus.faults, lostShare: 1 };
      } else {
        bus.faults = before ?? bus.faults;
        before = undefined;
      }
    },
  };
}
