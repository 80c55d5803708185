import { channels } from '../contacts/channel.ts';
import { reference } from './names.ts';
import type { Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** Segments that no expectation names, or that expectations name and nobody has told who they are. */
export function segmentContradictions({ segments, queues, web }: Settings): SettingsProblem[] {
  const named = Object.entries(queues).flatMap(([queue, { expectation }]) =>
    channels.flatMap((channel) =>
      Object.keys(expectation[channel]?.segments ?? {}).map((segment) => ({
        path: `queues.${queue}.expectation.${channel}.segments.${segment}`,
        segment,
      })),
    ),
  );
  const told = new Set(named.map(({ segment }) => segment));
  return [
    ...named.flatMap(({ path, segment }) => reference(path, segment, 'the name of a segment', segments)),
    ...Object.keys(segments).flatMap((segment): SettingsProblem[] =>
      told.has(segment)
        ? []
        : [
            {
              path: `segments.${segment}`,
              value: segment,
              expected: 'a segment that some expectation names, or it changes nothing',
              write: `"segments": { "${segment}": { "waitSeconds": … } } into an expectation of a queue, or nothing here`,
            },
          ],
    ),
    ...(web?.login?.segmentClaim !== undefined && Object.keys(segments).length === 0
      ? [
          {
            path: 'web.login.segmentClaim',
            value: web.login.segmentClaim,
            expected: 'segments that the claim can name, or it changes nothing',
            write: '"segments" with the names that your tokens carry, or no "segmentClaim"',
          },
        ]
      : []),
  ];
}
