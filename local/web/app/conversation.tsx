import { useEffect, useRef, useState } from 'preact/hooks';
import type { TranscriptLine } from '../messages.ts';
import { timeOfDay } from './format.ts';

/** What was said or written, the latest in view. */
export function Heard({ lines, timeZone }: { lines: readonly TranscriptLine[]; timeZone: string }) {
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [lines.length]);
  return (
    // It scrolls, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
    <ol class="heard" aria-live="polite" aria-label="What was said" tabIndex={0}>
      {lines.map((line) => (
        <li key={line.sequence} class={line.who}>
          <span class="text">{linked(line.text)}</span> <time class="quiet">{timeOfDay(line.at, timeZone, true)}</time>
        </li>
      ))}
      <li ref={end} class="end" aria-hidden="true" />
    </ol>
  );
}

export function Write({ onSend }: { onSend: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      class="write"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        onSend(text.trim());
        setText('');
      }}
    >
      <label>
        <span class="unseen">Message</span>
        <input
          value={text}
          maxLength={1024}
          placeholder="Write a message"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        Send
      </button>
    </form>
  );
}

/** The text with its addresses to follow: a link that came by text message opens the web desk. */
const linked = (text: string) =>
  text.split(/(https?:\/\/\S+)/).map((part) =>
    /^https?:/.test(part) ? (
      <a href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
