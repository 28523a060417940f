import { processIo } from './io';
import { run } from './run';

async function load() {
  const [{ ladder }, { catalog }] = await Promise.all([import('../../stages'), import('../catalog')]);
  return { ladder, catalog };
}

run(process.argv.slice(2), load, processIo()).then((code) => {
  process.exitCode = code;
});
