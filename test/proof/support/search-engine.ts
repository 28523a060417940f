import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, Processes, until } from './processes';

/** A real Elasticsearch or OpenSearch of one node, without security. */
export class SearchEngine {
  private readonly processes = new Processes();
  private at = '';
  /** Directory it keeps its data in. */
  data = '';

  /** `kind` is what its settings file and its variable for the folder of settings are named after. */
  constructor(
    private readonly program: string,
    private readonly kind: 'elasticsearch' | 'opensearch',
  ) {}

  async start(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), `stagecraft-${this.kind}-`));
    const [http, transport] = [await freePort(), await freePort()];
    this.data = join(folder, 'data');
    // OpenSearch started by root becomes nobody, who must be able to write here.
    for (const name of ['', 'conf', 'data', 'logs']) {
      mkdirSync(join(folder, name), { recursive: true });
      chmodSync(join(folder, name), 0o777);
    }
    const settings = {
      'cluster.name': 'proof',
      'node.name': 'n0',
      'discovery.type': 'single-node',
      'network.host': '127.0.0.1',
      'http.port': http,
      'transport.port': transport,
      'path.data': this.data,
      'path.logs': join(folder, 'logs'),
    };
    writeFileSync(join(folder, 'conf', `${this.kind}.yml`), JSON.stringify(settings));
    const variable = this.kind === 'elasticsearch' ? 'ES_PATH_CONF' : 'OPENSEARCH_PATH_CONF';
    this.processes.start(this.program, [], { [variable]: join(folder, 'conf') });
    this.at = `http://127.0.0.1:${http}`;
    await until(this.kind, () => answers(`${this.at}/_cluster/health`), 180);
  }

  end(): Promise<void> {
    return this.processes.endAll();
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    type = 'application/json',
  ): Promise<{ status: number; body: any }> {
    const answer = await fetch(`${this.at}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** Appends records to a data stream, as collectors do. */
  async append(stream: string, records: readonly { readonly id?: string; readonly [field: string]: unknown }[]) {
    const lines = records.flatMap(({ id, ...record }) => [{ create: id ? { _id: id } : {} }, record]);
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return (await this.send('POST', `/${stream}/_bulk?refresh=true`, text, 'application/x-ndjson')).body;
  }
}

/** A record as collectors send it, of a pod whose labels no mapping could name. */
export function record(nanoseconds: number): Record<string, unknown> {
  return {
    '@timestamp': `2026-11-21T12:00:00.${String(nanoseconds).padStart(9, '0')}Z`,
    message: 'hello',
    stream: 'stdout',
    kubernetes: {
      namespace_name: 'shop',
      pod_name: 'cart-1',
      labels: { 'app.kubernetes.io/name': 'cart', app: 'cart' },
    },
  };
}

/** Search of a team for one of its programs, newest first. */
export const SEARCH = {
  sort: [{ '@timestamp': 'desc' }],
  query: {
    bool: {
      filter: [
        { term: { 'kubernetes.namespace_name': 'shop' } },
        { term: { 'kubernetes.labels.app.kubernetes.io/name': 'cart' } },
      ],
    },
  },
};

/** What no template but that of the rejected ones takes. */
export const ODD = { '@timestamp': '2026-11-21T12:00:00Z', message: '{}', kubernetes: 'not an object' };
