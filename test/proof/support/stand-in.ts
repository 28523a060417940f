import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawConfig } from '../../../src/config';
import { object, synth } from '../../support/synth';
import { type Outcome, run } from './judges';

/** What a setup job is asked about by the one it talks to. */
export interface Question {
  readonly method: string;
  readonly url: string;
  readonly body: any;
  /** Who signs in by name and password, `name:password`. */
  readonly login: string;
  readonly headers: IncomingMessage['headers'];
}

export type Answer = [status: number, body: unknown];

/** Secrets of an API server, in memory, and whatever else a subclass answers; all of it at one address. */
export abstract class StandIn {
  readonly secrets = new Map<string, Record<string, string>>();
  private readonly server: Server;

  constructor(readonly delay = 0) {
    this.server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        const [status, answer] = this.route({
          method: request.method ?? '',
          url: request.url ?? '',
          body: text ? JSON.parse(text) : undefined,
          login: Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString(),
          headers: request.headers,
        });
        setTimeout(() => {
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(JSON.stringify(answer));
        }, this.delay);
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  /** What it answers to everything that is no Secret. */
  protected abstract answer(question: Question): Answer;

  private route(question: Question): Answer {
    const { method, url, body } = question;
    const secret = /^\/api\/v1\/namespaces\/([^/]+)\/secrets(?:\/([^/]+))?$/.exec(url);
    return secret
      ? this.secretAnswer(method, `${secret[1]}/${secret[2] ?? body?.metadata.name}`, body)
      : this.answer(question);
  }

  private secretAnswer(method: string, key: string, body: any): Answer {
    const held = this.secrets.get(key);
    if (method === 'GET') {
      if (!held) return [404, {}];
      const data = Object.fromEntries(Object.entries(held).map(([k, v]) => [k, Buffer.from(v).toString('base64')]));
      return [200, { metadata: { name: key.split('/')[1] }, data }];
    }
    if (held) return [409, {}];
    this.secrets.set(key, body.stringData);
    return [201, body];
  }
}

/** Files of a setup job as its pod finds them, and what runs it. */
export class SetupJob {
  private readonly folder = mkdtempSync(join(tmpdir(), 'stagecraft-setup-'));
  private users = '';

  constructor(
    private readonly bash: string,
    private readonly name: string,
  ) {}

  async prepare(raw: RawConfig): Promise<void> {
    const synthesis = await synth(raw);
    mkdirSync(join(this.folder, 'setup'), { recursive: true });
    mkdirSync(join(this.folder, 'account'), { recursive: true });
    for (const [name, text] of Object.entries<string>(object(synthesis, 'ConfigMap', this.name).data))
      writeFileSync(join(this.folder, 'setup', name), text);
    for (const name of ['token', 'ca.crt']) writeFileSync(join(this.folder, 'account', name), '');
    const [container] = object(synthesis, 'CronJob', this.name).spec.jobTemplate.spec.template.spec.containers;
    this.users = container.env.find(({ name }: { name: string }) => name === 'USERS').value;
  }

  run(api: string, environment: Readonly<Record<string, string>>): Promise<Outcome> {
    return run(this.bash, [join(this.folder, 'setup/setup.sh')], {
      env: {
        PATH: process.env.PATH,
        ACCOUNT_DIR: join(this.folder, 'account'),
        SETUP_DIR: join(this.folder, 'setup'),
        CA_FILE: join(this.folder, 'account/ca.crt'),
        KUBERNETES_URL: api,
        NAMESPACE: 'logging',
        USERS: this.users,
        ATTEMPTS: '1',
        ...environment,
      },
    });
  }
}
