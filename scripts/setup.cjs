// Runs before `npm start` and `npm test`, with whatever Node the machine has: a bare clone then needs no other step.
// Old syntax and no dependency on purpose: this file must be able to say that the machine's Node is too old.
'use strict';
var fs = require('fs');
var path = require('path');
var spawnSync = require('child_process').spawnSync;

var root = path.join(__dirname, '..');
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  fail(
    'Nohold needs Node 20 or newer to set itself up, this is Node ' +
      process.versions.node +
      '. Install one from https://nodejs.org.',
  );
}

/** npm writes this file last: it is there, and newer than the lockfile, only after a whole installation. */
var installed = path.join(root, 'node_modules', '.package-lock.json');
var lockfile = path.join(root, 'package-lock.json');
if (!fs.existsSync(installed) || fs.statSync(installed).mtimeMs < fs.statSync(lockfile).mtimeMs) install();

// Linux and Windows get the Node of the Lambdas from a package; elsewhere the machine's own must run TypeScript.
var packaged = fs.existsSync(
  path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'),
);
var minor = Number(process.versions.node.split('.')[1]);
if (!packaged && (major < 22 || (major === 22 && minor < 18))) {
  fail(
    'Nohold needs Node 22.18 or newer on this kind of machine, this is Node ' +
      process.versions.node +
      '. Install one from https://nodejs.org.',
  );
}

function install() {
  process.stderr.write('Installing the dependencies this checkout is locked to (once, a minute or two) …\n');
  var npm = process.env.npm_execpath;
  var command = npm ? process.execPath : process.platform === 'win32' ? 'npm.cmd' : 'npm';
  var args = (npm ? [npm] : []).concat(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  var result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    fail(
      'Installing the dependencies failed. Is the package registry reachable? Without a network, copy node_modules from a machine that has one, then run this again.',
    );
  }
}

function fail(message) {
  process.stderr.write(message + '\n');
  process.exit(1);
}
