import { type Channel, isPost } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';
import { type CalibrationCurve, honestCurve } from './calibration.ts';
import { type Correction, isCorrection } from './correction.ts';
import { type Dispersion, isDispersion } from './dispersion.ts';
import type { CallbackEffort } from './elapsedWait.ts';
import { memorylessPatience, type Patience } from './patience.ts';
import type { Sharing } from './sharedQueues.ts';
import type { Pace } from './waitLaw.ts';

/** In contacts; waits in such as stand alone. Bounded, so that what is new always counts. */
export interface Evidence {
  readonly handled: number;
  readonly stays: number;
  readonly waits: number;
  /** Seconds of those stays within each span of patience. @default the span tells nothing that new stays would not */
  readonly exposureSeconds?: readonly number[];
  /** Callbacks behind what one costs. @default the start of a center */
  readonly callbacks?: number;
}

/** All that a center has learned about the waits of one queue and channel. JSON-plain: this is the `model` row. */
export interface WaitModel {
  readonly schemaVersion: 1;
  /** Null until the center's own contacts have said anything. */
  readonly estimatedAt: Instant | null;
  /** What stands behind the parameters. @default the start of a center */
  readonly evidence?: Evidence;
  readonly handleSeconds: number;
  /** How unevenly contacts end, where the law of handle times is known. @default memoryless */
  readonly dispersion?: Dispersion;
  readonly patience: Patience;
  readonly pace: Pace;
  readonly callbacks: CallbackEffort;
  readonly calibration: {
    /** Over all who had to wait. */
    readonly waited: CalibrationCurve;
    /** Over those who were told a bound. */
    readonly told: CalibrationCurve;
    /** Real mean wait over that of the law: the law is fitted to waits as they fall, not to their mean. */
    readonly mean: number;
    /** Added to the log-odds of the share to be kept: above 0 after promises were broken, below after easy ones. */
    readonly caution: number;
    /** Added to the log-odds of the share an interval is to hold: above 0 after waits fell outside. @default 0 */
    readonly widening?: number;
  };
  /** Mean wait of the contacts answered lately. @default nobody waited */
  readonly recentWaitSeconds?: number;
  /** Contacts of a raised priority that came lately, per second: they are taken before the others. @default none */
  readonly overtakingPerSecond?: number;
  /** Of other queues' contacts, the shares that agents of this one take. @default agents are not shared */
  readonly sharing?: Sharing;
  /** Learned from closed contacts; absent until there are enough, and where the law alone does as well. */
  readonly correction?: Correction | undefined;
  /** When a correction was last sought, found or not. */
  readonly trainedAt?: Instant;
}

/** A chat lasts longer since its agent has several; what is written takes as long to answer as to say, or longer. */
const usualHandleSeconds: Readonly<Record<Channel, number>> = { voice: 240, chat: 600, email: 420, task: 600 };

/** How long customers of a channel wait where nothing was learned: the medians of a bank's callers and of chats. */
export const usualPatienceSeconds = { voice: 400, chat: 900 } as const;

/**
 * Where a center starts that has seen no contact: handle time and patience as centers of its channel commonly have them
 * (Technion bank: voice 120–420 s handled, 213–840 s of patience), and a spread wide enough to be wrong by half.
 */
export function initialWaitModel(channel: Channel): WaitModel {
  const handleSeconds = usualHandleSeconds[channel];
  // Who wrote has gone on with their day.
  const patienceSeconds = isPost(channel) ? 30 * 86_400 : usualPatienceSeconds[channel];
  return {
    schemaVersion: 1,
    estimatedAt: null,
    handleSeconds,
    patience: memorylessPatience(patienceSeconds),
    pace: { factor: 1, spread: 0.5, headWeight: 0.1 },
    callbacks: { unansweredShare: 0.07, lostSeconds: 30 },
    calibration: { waited: honestCurve, told: honestCurve, mean: 1, caution: 0 },
  };
}

/** A stored model, or the initial one when the row is of another version or not a model at all. */
export function readWaitModel(stored: unknown, channel: Channel): WaitModel {
  return isWaitModel(stored) ? stored : initialWaitModel(channel);
}

function isWaitModel(stored: unknown): stored is WaitModel {
  const model = stored as WaitModel | null | undefined;
  return (
    typeof model === 'object' &&
    model?.schemaVersion === 1 &&
    model.handleSeconds > 0 &&
    isEvidence(model.evidence) &&
    (model.overtakingPerSecond ?? 0) >= 0 &&
    (model.dispersion === undefined || isDispersion(model.dispersion)) &&
    model.pace?.factor > 0 &&
    model.pace.spread >= 0 &&
    model.pace.headWeight >= 0 &&
    model.patience?.fromSeconds?.[0] === 0 &&
    model.patience.leavingPerSecond?.length === model.patience.fromSeconds.length &&
    model.patience.leavingPerSecond.every((rate) => rate > 0) &&
    model.callbacks?.unansweredShare >= 0 &&
    isCurve(model.calibration?.waited) &&
    isCurve(model.calibration.told) &&
    model.calibration.mean > 0 &&
    Number.isFinite(model.calibration.caution) &&
    Number.isFinite(model.calibration.widening ?? 0) &&
    (model.correction === undefined || (isCorrection(model.correction) && isCurve(model.correction.curve)))
  );
}

const isEvidence = (evidence: Evidence | undefined): boolean =>
  evidence === undefined ||
  ([evidence.handled, evidence.stays, evidence.waits].every((count) => count >= 0 && count < 1e9) &&
    [evidence.callbacks ?? 0, ...(evidence.exposureSeconds ?? [])].every(
      (stayed) => stayed >= 0 && Number.isFinite(stayed),
    ));

const isCurve = (curve: readonly number[] | undefined): boolean =>
  curve?.length === honestCurve.length && curve.every((share, index) => share > 0 && share >= (curve[index - 1] ?? 0));
