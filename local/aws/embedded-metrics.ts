import type { MetricStore } from './metrics.ts';

interface MetricDirective {
  readonly Namespace: string;
  readonly Dimensions?: readonly (readonly string[])[];
  readonly Metrics?: readonly { readonly Name: string }[];
}

interface EmbeddedMetrics {
  readonly _aws: { readonly Timestamp: number; readonly CloudWatchMetrics: readonly MetricDirective[] };
  readonly [name: string]: unknown;
}

function parse(line: string): EmbeddedMetrics | undefined {
  if (!line.startsWith('{') || !line.includes('"CloudWatchMetrics"')) return undefined;
  try {
    return JSON.parse(line) as EmbeddedMetrics;
  } catch {
    // A line cut off by a process that died is a log line like any other.
    return undefined;
  }
}

/** Puts the metrics a log line holds in CloudWatch's embedded metric format; answers whether it held any. */
export function putEmbeddedMetrics(line: string, metrics: MetricStore): boolean {
  const document = parse(line);
  if (document?._aws === undefined) return false;
  for (const { Namespace, Dimensions: dimensionSets = [[]], Metrics = [] } of document._aws.CloudWatchMetrics) {
    for (const names of dimensionSets) {
      const dimensions = Object.fromEntries(names.map((name) => [name, String(document[name])]));
      for (const { Name } of Metrics) {
        for (const value of [document[Name]].flat()) {
          if (typeof value === 'number') {
            metrics.put({ namespace: Namespace, name: Name, dimensions }, value, document._aws.Timestamp);
          }
        }
      }
    }
  }
  return true;
}
