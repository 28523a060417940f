import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { compile } from './code-cache';

// V8 11 (Node 20) optimizes what has run a little; a command is over before that pays. What runs for long still is. Later
// versions of V8 wait by themselves, and know no such flag.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=2000000');

// The command line is the file beside this one, wrapped as a module: `main.ts` with all it needs.
const file = __filename.replace(/\.js$/, '.main.js');
const { script, keep } = compile(file);
const main: { exports: Partial<typeof import('./main')> } = { exports: {} };
script.runInThisContext()(main.exports, require, main, file, dirname(file));

if (keep)
  process.once('exit', (code) => {
    // A verb that synthesizes has run most of the file; what the others compiled would be too little for it.
    if ((code === 0 || code === 3) && main.exports.synthesized?.()) keep();
  });
