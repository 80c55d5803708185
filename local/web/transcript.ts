import type { Fact } from '../connect/connect.ts';
import type { TranscriptLine } from './messages.ts';

type Told = Pick<TranscriptLine, 'who' | 'text'> & Partial<Pick<TranscriptLine, 'values' | 'inner'>>;

/** What a fact of the center's log says to somebody who reads along; undefined for what is no step of a contact. */
export function transcriptLine(
  fact: Fact,
  functionName: (deployed: string) => string = (deployed) => deployed,
): TranscriptLine | undefined {
  const told = tell(fact, functionName);
  return told && { sequence: fact.sequence, at: fact.at, inner: false, ...told };
}

function tell(fact: Fact, functionName: (deployed: string) => string): Told | undefined {
  switch (fact.kind) {
    case 'contact-created':
      return { who: 'system', text: beginning(fact) };
    case 'refused':
      return { who: 'system', text: `Busy tone: ${fact.reason.replaceAll('-', ' ')}` };
    case 'flow-entered':
      return { who: 'system', text: `Flow ${fact.flow}`, inner: true };
    case 'block-run':
      return { who: 'system', text: blockText(fact), inner: true };
    case 'said':
      return { who: 'center', text: fact.to === 'agent' ? `To the agent: ${plain(fact.text)}` : plain(fact.text) };
    case 'asked':
      return {
        who: 'center',
        text: plain(fact.text),
        values: { keys: fact.collectsDigits ? 'digits' : fact.keys.join(' ') },
      };
    case 'pressed':
      return { who: 'caller', text: `Pressed ${fact.keys.split('').join(' ')}` };
    case 'chat-message':
      return { who: fact.from === 'customer' ? 'caller' : fact.from === 'agent' ? 'agent' : 'center', text: fact.text };
    case 'chat-joined':
      return { who: 'system', text: 'The customer joined the chat' };
    case 'lambda-asked': {
      const again = fact.attempt > 0 ? `, attempt ${fact.attempt + 1}` : '';
      return { who: 'lambda', text: `${functionName(fact.functionName)} was asked${again}`, values: fact.parameters };
    }
    case 'lambda-answered':
      return { who: 'lambda', text: `${functionName(fact.functionName)} answered`, values: fact.answer };
    case 'lambda-failed':
      return { who: 'lambda', text: `${functionName(fact.functionName)} failed: ${fact.cause}` };
    case 'queued':
      return { who: 'system', text: `In the queue ${fact.queue}, place ${fact.position}` };
    case 'queue-full':
      return { who: 'system', text: `The queue ${fact.queue} is full` };
    case 'reranked':
      return { who: 'system', text: `New place in the queue, priority ${fact.priority}`, inner: true };
    case 'offered':
      return { who: 'system', text: `Rings at ${fact.agent}` };
    case 'missed':
      return { who: 'system', text: `${fact.agent} did not answer` };
    case 'accepted':
      return { who: 'agent', text: `${fact.agent} answers` };
    case 'connected':
      return { who: 'agent', text: `Speaking with ${fact.agent} after ${Math.round(fact.waitSeconds)} s in the queue` };
    case 'ended':
      return { who: 'system', text: `Ended: ${fact.reason.toLowerCase().replaceAll('_', ' ')}` };
    case 'wrapped-up':
      return { who: 'agent', text: `${fact.agent} is done with it${fact.reason === null ? '' : `: ${fact.reason}`}` };
    case 'callback-created':
      return {
        who: 'system',
        text: `Callback placed in the queue ${fact.queue}`,
        values: { callback: fact.callbackContactId },
      };
    case 'callback-refused':
      return { who: 'system', text: `Callback refused: ${fact.cause}` };
    case 'ringing':
      return { who: 'center', text: `Calls the customer, attempt ${fact.attempt}` };
    case 'picked-up':
      return { who: 'caller', text: fact.by === 'person' ? 'Picked up' : 'Voicemail picked up' };
    case 'not-answered':
      return { who: 'system', text: fact.cause === 'busy' ? 'The line was busy' : 'Nobody picked up' };
    case 'text-sent':
      return { who: 'system', text: `Text message: ${fact.text}` };
    case 'email-sent':
      return { who: 'system', text: `E-mail, ${fact.subject}: ${fact.text}` };
    case 'written':
      return { who: 'caller', text: [fact.subject, fact.text].filter(Boolean).join(': ') };
    case 'view-shown':
      return { who: 'center', text: `To the agent: ${plain(String(fact.data.Description ?? ''))}` };
    case 'attributes':
      return { who: 'system', text: 'Contact attributes set', values: fact.attributes, inner: true };
    case 'agent-status':
      return undefined;
    default:
      return fact satisfies never;
  }
}

function beginning(fact: Extract<Fact, { kind: 'contact-created' }>): string {
  const caller =
    fact.customerNumber === null ? 'number withheld' : `number ending in ${lastDigits(fact.customerNumber)}`;
  if (fact.initiationMethod === 'CALLBACK') return 'Callback contact created';
  if (fact.channel === 'TASK') return 'Task came in';
  if (fact.channel === 'EMAIL') return 'E-mail came in';
  if (fact.channel === 'CHAT') return 'Chat began';
  return fact.initiationMethod === 'API' ? 'The center places a call' : `Call came in, ${caller}`;
}

function blockText({ type, branch, detail }: Extract<Fact, { kind: 'block-run' }>): string {
  const words = type.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return [words, branch && `→ ${branch}`, detail && `(${detail})`].filter(Boolean).join(' ');
}

/** Markup for the voice is not read. */
const plain = (text: string): string => text.replaceAll(/<[^>]*>/g, '').trim();

/** The pages show no more of a number than its last four digits. */
export const lastDigits = (number: string | null): string => (number === null ? '' : number.slice(-4));
