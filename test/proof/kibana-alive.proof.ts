import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { object, synth } from '../support/synth';
import { judged, run } from './support/judges';
import { freePort } from './support/processes';

judged([{ name: 'bash' }], 'the liveness probe of Kibana', (bash) => {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-alive-'));
  const signals = () => (existsSync(join(folder, 'signals')) ? readFileSync(join(folder, 'signals'), 'utf8') : '');
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const text: string = object(await synth({ stage: 2 }), 'ConfigMap', 'kibana').data['alive.sh'];
    for (const directory of ['tls', 'tmp']) mkdirSync(join(folder, directory));
    const moved = text
      .replace(/(?<= )\/(?=tls\/|tmp\/)/g, `${folder}/`)
      .replace('kill -HUP 1', `echo HUP >> ${folder}/signals`)
      .replace('/5601', `/${port}`);
    writeFileSync(join(folder, 'alive.sh'), moved);
    writeFileSync(join(folder, 'tls/tls.crt'), 'first');
  });

  const alive = async () => (await run(bash, [join(folder, 'alive.sh')])).code;

  test('fails without a listener, and tells Kibana once of each new certificate', async () => {
    expect(await alive()).not.toBe(0);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect([await alive(), await alive(), signals()]).toEqual([0, 0, '']);
    writeFileSync(join(folder, 'tls/tls.crt'), 'second');
    expect([await alive(), await alive(), signals()]).toEqual([0, 0, 'HUP\n']);
    server.close();
  });
});
