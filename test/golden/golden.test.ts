import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSides } from '../../src/operations/synth';
import { synth } from '../support/synth';

const stages = readdirSync(__dirname)
  .filter((name) => name.startsWith('stage-'))
  .sort();

/** Text by path of a directory tree. */
function tree(root: string, below = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(join(root, below), { withFileTypes: true }).map((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? tree(root, path) : { [path]: readFileSync(join(root, path), 'utf8') };
    }),
  );
}

test.each(stages)('%s is what its golden directory says; after a wanted change run `npm run golden`', async (name) => {
  const synthesis = await synth({ stage: Number(name.slice('stage-'.length)) });
  const rendered = Object.fromEntries(renderSides(synthesis, 'all'));
  const golden = tree(join(__dirname, name));
  expect(Object.keys(rendered).sort()).toEqual(Object.keys(golden).sort());
  const changed = Object.keys(rendered).filter((path) => rendered[path] !== golden[path]);
  expect(changed).toEqual([]);
});
