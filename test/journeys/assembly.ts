import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../local/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the shipped settings' cloud assembly. */
    assembly: string;
  }
}

/** Synthesizing takes seconds and every journey needs it: it is done once, before the first. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = await synthesize('nohold.config.json');
  project.provide('assembly', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
