import { version } from '../kit/version';
import { processIo } from './io';
import { bugReport } from './report';
import { run } from './run';

let loaded = false;

/** Whether a verb was run that synthesizes. */
export const synthesized = (): boolean => loaded && process.argv[2] !== 'stages';

async function load() {
  loaded = true;
  // One configuration is read and that is all: compiling its schema first costs more than it gives. Schemas ask when they
  // are made, so this comes before the stages.
  (await import('zod')).config({ jitless: true });
  const [{ ladder }, { catalog }] = await Promise.all([import('../../stages'), import('../catalog')]);
  return { ladder, catalog };
}

// What no verb was waiting for is our bug as well, and not what the user must fix.
process.on('uncaughtException', (error) => {
  process.stderr.write(bugReport(process.argv.slice(2), error, version));
  process.exit(2);
});

run(process.argv.slice(2), load, processIo()).then((code) => {
  process.exitCode = code;
});
