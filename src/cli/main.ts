import { processIo } from './io';
import { run } from './run';

async function load() {
  const [{ ladder }, { catalog }, zod] = await Promise.all([
    import('../../stages'),
    import('../catalog'),
    import('zod'),
  ]);
  // One configuration is read and that is all: compiling its schema first costs more than it gives.
  zod.config({ jitless: true });
  return { ladder, catalog };
}

run(process.argv.slice(2), load, processIo()).then((code) => {
  process.exitCode = code;
});
