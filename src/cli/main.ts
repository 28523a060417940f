import { ladder } from '../../stages';
import { catalog } from '../catalog';
import { processIo } from './io';
import { run } from './run';

run(process.argv.slice(2), ladder, catalog, processIo()).then((code) => {
  process.exitCode = code;
});
