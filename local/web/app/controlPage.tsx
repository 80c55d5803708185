import { useEffect, useState } from 'preact/hooks';
import type { ControlMessage } from '../controlMessages.ts';
import { send, useCenter, useChoice, watch } from './connection.ts';
import { timeOfDay } from './format.ts';
import { WhatIfCard } from './whatIfCard.tsx';

export function ControlPage() {
  const { control, hello } = useCenter();
  useEffect(() => watch({ type: 'watch-control' }), []);
  if (hello === undefined) return <p class="empty">Looking at the center…</p>;
  if (!hello.controlled) return <p class="empty">This center is only looked at.</p>;
  if (control === undefined) return <p class="empty">Looking at the center…</p>;
  const { mayChange, timeZone } = hello;
  return (
    <div class="control">
      <h1 class="unseen">Control room</h1>
      <WhatIfCard control={control} mayChange={mayChange} />
      <div class="levers">
        <Surge control={control} mayChange={mayChange} timeZone={timeZone} />
        <Crews control={control} mayChange={mayChange} />
        <Parts control={control} mayChange={mayChange} />
        <Alarms control={control} />
      </div>
    </div>
  );
}

interface Lever {
  readonly control: ControlMessage;
  readonly mayChange: boolean;
}

function Surge({ control, mayChange, timeZone }: Lever & { timeZone: string }) {
  const queues = control.queues.filter(({ takesCalls }) => takesCalls);
  const [queue, setQueue] = useState(queues[0]?.queue ?? '');
  const [perHour, setPerHour] = useState(60);
  const [minutes, setMinutes] = useState(30);
  const running = control.queues.filter(({ surgeUntil }) => surgeUntil !== null);
  return (
    <section class="card" aria-labelledby="surge">
      <h2 id="surge">Surge</h2>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          send({ type: 'control-surge', queue, perHour, minutes });
        }}
      >
        <label>
          Queue
          <select value={queue} onChange={(event) => setQueue(event.currentTarget.value)}>
            {queues.map((option) => (
              <option key={option.queue}>{option.queue}</option>
            ))}
          </select>
        </label>
        <NumberField label="More callers an hour" value={perHour} least={1} most={2000} onChange={setPerHour} />
        <NumberField label="For minutes" value={minutes} least={1} most={240} onChange={setMinutes} />
        <button type="submit" disabled={!mayChange}>
          Let them call
        </button>
      </form>
      <p class="quiet after" role="status">
        {running.length === 0
          ? 'Nobody calls beyond the day.'
          : running
              .map(({ queue: name, surgeUntil }) => `${name} until ${timeOfDay(surgeUntil ?? 0, timeZone)}`)
              .join(', ')}
      </p>
    </section>
  );
}

export function NumberField(props: {
  label: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
}) {
  const { label, value, least, most, onChange } = props;
  return (
    <label>
      {label}
      <input
        type="number"
        required
        min={least}
        max={most}
        // Text, and none while it is no number yet: drawing NaN would take away the minus that was just typed.
        value={Number.isNaN(value) ? '' : String(value)}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}

function Crews({ control, mayChange }: Lever) {
  return (
    <section class="card" aria-labelledby="crews">
      <h2 id="crews">Agents</h2>
      <ul class="agents">
        {control.queues.map(({ queue, agentsHere, agentsAway }) => (
          <li key={queue}>
            <span>
              {queue} <span class="quiet">{agentsHere} here</span>
            </span>
            <button
              type="button"
              aria-label={`One leaves ${queue}`}
              disabled={!mayChange || agentsHere === 0}
              onClick={() => send({ type: 'control-crew', queue, change: -1 })}
            >
              One leaves
            </button>
            <button
              type="button"
              aria-label={`One comes to ${queue}`}
              disabled={!mayChange || agentsAway === 0}
              onClick={() => send({ type: 'control-crew', queue, change: 1 })}
            >
              One comes
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Parts({ control, mayChange }: Lever) {
  return (
    <section class="card" aria-labelledby="parts">
      <h2 id="parts">Outages</h2>
      <ul class="parts">
        {control.parts.map((part) => (
          <Part key={part.id} part={part} mayChange={mayChange} />
        ))}
      </ul>
    </section>
  );
}

function Part({ part, mayChange }: { part: ControlMessage['parts'][number]; mayChange: boolean }) {
  const { id, title, effect } = part;
  const [out, choose] = useChoice(part.out, (chosen) => ({ type: 'control-part', part: id, out: chosen }));
  return (
    <li>
      <label class="check">
        <input
          type="checkbox"
          checked={out}
          disabled={!mayChange}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
        {title} {part.out ? 'is out' : ''}
      </label>
      <p class="quiet">{effect}</p>
    </li>
  );
}

function Alarms({ control: { alarms } }: { control: ControlMessage }) {
  const ringing = alarms.filter(({ rings }) => rings);
  return (
    <section class="card" aria-labelledby="alarms">
      <h2 id="alarms">
        Alarms <span class="count">{alarms.length}</span>
      </h2>
      <div role="status">
        {ringing.length === 0 ? (
          <p class="empty">None rings.</p>
        ) : (
          <ul class="parts">
            {ringing.map(({ name, says }) => (
              <li key={name}>
                <strong class="broken">{name}</strong>
                <p class="quiet">{says}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
