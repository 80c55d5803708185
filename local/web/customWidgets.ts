import type { WebCenter } from './center.ts';
import type { DrawCustom } from './dashboard.ts';
import type { ColorScheme } from './messages.ts';

/** CloudWatch asks a widget's function again every ten seconds at the shortest. */
const sharedForMilliseconds = 10_000;

/** Asks the functions of custom widgets as CloudWatch does, at most once in ten seconds for all who look. */
export function createCustomWidgets(center: WebCenter, realNow: () => number): DrawCustom | undefined {
  const { askWidget } = center;
  if (askWidget === undefined) return undefined;
  const drawn = new Map<string, { at: number; html: ReturnType<DrawCustom> }>();

  async function draw(endpoint: string, params: Readonly<Record<string, unknown>>): ReturnType<DrawCustom> {
    const of = async (theme: ColorScheme): Promise<string | undefined> => {
      const answer = await askWidget?.(endpoint, { ...params, widgetContext: { theme, params } });
      return typeof answer === 'string' ? answer : undefined;
    };
    return { light: await of('light'), dark: await of('dark') };
  }

  return (endpoint, params) => {
    const key = JSON.stringify([endpoint, params]);
    const latest = drawn.get(key);
    if (latest !== undefined && realNow() - latest.at < sharedForMilliseconds) return latest.html;
    const html = draw(endpoint, params);
    drawn.set(key, { at: realNow(), html });
    return html;
  };
}
