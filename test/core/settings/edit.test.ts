import { describe, expect, test } from 'vitest';
import { withNumberAt } from '../../../core/settings/edit.ts';

const text = `{
  // queues: "waitSeconds": 1, not this one
  "queues": {
    "billing": { "expectation": { "voice": { "waitSeconds": 90 } } },
    /* of service */
    "service": {
      "description": "a \\"queue\\" with } and { and // in it",
      "channels": ["voice", "chat"],
      "expectation": { "voice": { "confidence": 0.8, "waitSeconds": 120 /* two minutes */ }, "chat": {"waitSeconds":300} },
    }
  }
}`.replace('},\n    }', '}\n    }');

const at = (queue: string, channel: string) => ['queues', queue, 'expectation', channel, 'waitSeconds'];

describe('one number of a settings file', () => {
  test('is replaced, and nothing else: comments, blanks and order stay', () => {
    expect(withNumberAt(text, at('service', 'voice'), 75)).toBe(
      text.replace('"waitSeconds": 120', '"waitSeconds": 75'),
    );
    expect(withNumberAt(text, at('service', 'chat'), 240)).toBe(text.replace('"waitSeconds":300', '"waitSeconds":240'));
    expect(withNumberAt(text, at('billing', 'voice'), 5)).toBe(text.replace('"waitSeconds": 90', '"waitSeconds": 5'));
  });

  test('that is not there, or is no number, is not replaced', () => {
    expect(withNumberAt(text, at('sales', 'voice'), 75)).toBeUndefined();
    expect(withNumberAt(text, ['queues', 'service', 'description'], 75)).toBeUndefined();
    expect(withNumberAt(text, ['queues', 'service', 'channels', 'voice'], 75)).toBeUndefined();
  });
});
