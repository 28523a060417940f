import { dirname } from 'node:path';
import { compile } from './code-cache';

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
