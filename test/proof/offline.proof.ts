import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judged, pass } from './support/judges';

judged([{ name: 'strace' }], 'the network', (strace) => {
  test('synth opens no connection and asks no name server', async () => {
    const root = join(__dirname, '../..');
    await pass('node', ['scripts/build.mjs', '--cli'], { cwd: root });
    const out = join(mkdtempSync(join(tmpdir(), 'stagecraft-offline-')), 'out');
    const { stderr } = await pass(strace, [
      '-f',
      '-e',
      'trace=socket,connect,sendto,sendmsg',
      'node',
      join(root, 'dist/stagecraft.js'),
      'synth',
      '--stage',
      '5',
      '--to',
      'all',
      '--out',
      out,
    ]);
    const calls = stderr.split('\n').filter((line) => /\b(?:socket|connect|sendto|sendmsg)\(/.test(line));
    expect(calls.filter((line) => /AF_INET|AF_INET6/.test(line))).toEqual([]);
  });
});
