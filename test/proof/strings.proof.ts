import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renderKubernetes } from '../../src/output/render';
import { HARD_STRINGS, SCRIPT } from '../support/hard-strings';
import { judged, pass } from './support/judges';
import { writeTree } from './support/tree';

judged([{ name: 'kubectl' }], 'kubectl reads every string as it was meant', (kubectl) => {
  test('in a config map', async () => {
    // kubectl cannot print control characters, Unicode line breaks and NEL; and it prints 1E400 unquoted, hence the schema.
    const lost = ['\0', '\u001b', '\u007f', '\u0085', '\u2028', '\u2029'];
    const strings = [...HARD_STRINGS, SCRIPT].filter((text) => !lost.some((character) => text.includes(character)));
    const data = Object.fromEntries(strings.map((text, i) => [`k${i}`, text]));
    const objects = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hard', namespace: 'default' }, data }];
    const root = mkdtempSync(join(tmpdir(), 'stagecraft-strings-'));
    writeTree(root, renderKubernetes([{ name: 'hard', component: 'hard', layer: 'platform', objects }]));
    const { stdout } = await pass(kubectl, ['kustomize', root]);
    expect(parse(stdout, { schema: 'failsafe' }).data).toEqual(data);
  });
});
