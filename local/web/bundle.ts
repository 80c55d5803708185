import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface PageFile {
  readonly type: string;
  readonly body: string | Uint8Array;
}

const app = join(import.meta.dirname, 'app');

let made: Promise<ReadonlyMap<string, PageFile>> | undefined;

/** The files of the pages by path, made from their sources once in a process: nothing built is kept. */
export function bundlePages(): Promise<ReadonlyMap<string, PageFile>> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<ReadonlyMap<string, PageFile>> {
  const script = await build({
    entryPoints: [join(app, 'main.tsx')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const text = (name: string): Promise<string> => readFile(join(app, name), 'utf8');
  return new Map<string, PageFile>([
    ['/', { type: 'text/html; charset=utf-8', body: await text('index.html') }],
    ['/app.css', { type: 'text/css; charset=utf-8', body: await text('style.css') }],
    ['/icon.svg', { type: 'image/svg+xml', body: await text('icon.svg') }],
    ['/app.js', { type: 'text/javascript; charset=utf-8', body: script.outputFiles[0]?.contents ?? '' }],
  ]);
}
