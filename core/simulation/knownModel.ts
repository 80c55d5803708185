import { dispersionOf, memorylessDispersion } from '../prediction/dispersion.ts';
import { memorylessPatience, type Patience } from '../prediction/patience.ts';
import { initialWaitModel, type WaitModel } from '../prediction/waitModel.ts';
import type { LineScenario } from './line.ts';
import { lawSurvival, meanOf, type TimeLaw } from './timeLaw.ts';

/** What a predictor would know that knew the scenario: handle time, patience, what callbacks cost. */
export function knownModel(scenario: Pick<LineScenario, 'service' | 'patience' | 'callbacks'>): WaitModel {
  const { service } = scenario;
  const handleSeconds = meanOf(service);
  return {
    ...initialWaitModel('voice'),
    handleSeconds,
    dispersion:
      service.kind === 'exponential'
        ? memorylessDispersion
        : dispersionOf((relative) => 1 - lawSurvival(service, relative * handleSeconds)),
    patience: scenario.patience ? knownPatience(scenario.patience) : memorylessPatience(1e9),
    pace: { factor: 1, spread: 0, headWeight: 0 },
    callbacks: scenario.callbacks ?? { unansweredShare: 0, lostSeconds: 0 },
  };
}

/** The hazard of a law that is known, span by span, up to three of its means. */
function knownPatience(law: TimeLaw): Patience {
  if (law.kind === 'exponential') return memorylessPatience(law.meanSeconds);
  const spanSeconds = 0.05 * meanOf(law);
  const fromSeconds = Array.from({ length: 61 }, (_, span) => span * spanSeconds);
  const leavingPerSecond = fromSeconds.map((from) => {
    const [here, next] = [lawSurvival(law, from), lawSurvival(law, from + spanSeconds)];
    return here > 0
      ? Math.min(50, Math.max(1e-7, Math.log(here / Math.max(next, 1e-12)))) / spanSeconds
      : 50 / spanSeconds;
  });
  return { fromSeconds, leavingPerSecond };
}
