#!/usr/bin/env node
// Starts bin/cli.ts with a Node that runs TypeScript. Old syntax on purpose: it must be able to say that a Node is too old.
'use strict';
var path = require('path');
var fs = require('fs');
var spawn = require('child_process').spawn;

var root = path.join(__dirname, '..');
var packaged = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
var node = fs.existsSync(packaged) ? packaged : process.execPath;
var version = process.versions.node.split('.').map(Number);
if (node === process.execPath && (version[0] < 22 || (version[0] === 22 && version[1] < 18))) {
  process.stderr.write(
    'Nohold needs Node 22.18 or newer here, this is Node ' +
      process.versions.node +
      '. Run npm ci in ' +
      root +
      ' or install one from https://nodejs.org.\n',
  );
  process.exit(1);
}

var child = spawn(node, [path.join(__dirname, 'cli.ts')].concat(process.argv.slice(2)), {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: Object.assign({}, process.env, { PATH: path.dirname(packaged) + path.delimiter + process.env.PATH }),
});
// The terminal sends Ctrl-C to the whole group: the child decides when to end, this process only waits for it.
['SIGINT', 'SIGTERM'].forEach((signal) => {
  process.on(signal, () => {
    if (signal === 'SIGTERM') child.kill(signal);
  });
});
child.on('exit', (code, signal) => {
  process.exit(signal ? 130 : code);
});
