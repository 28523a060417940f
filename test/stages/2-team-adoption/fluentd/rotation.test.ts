import { everySection, parseFluentd } from '../../../support/fluentd-config';
import { ContainerLogs, glob, Joiner, type Positions, Tail, type TailOptions } from '../../../support/fluentd-tail';
import { object, synth } from '../../../support/synth';

const POD = '/var/log/pods/shop_cart-7d4b9c_0a1b2c3d-0000-4000-8000-00000000000a';
const LIVE = `${POD}/app/0.log`;

let expression: RegExp;
let podOfTag: RegExp;
let concat: Record<string, unknown>;
let tail: TailOptions;

beforeAll(async () => {
  const logging = { collection: { excludeNamespaces: ['noise'] } };
  const all = everySection(
    parseFluentd(object(await synth({ stage: 2, logging }), 'ConfigMap', 'fluentd').data['fluent.conf']),
  );
  const of = (id: string) => all.find(({ parameters }) => parameters['@id'] === id)?.parameters ?? {};
  expression = new RegExp(String(all.find(({ name }) => name === 'parse')?.parameters.expression).slice(1, -1));
  podOfTag = new RegExp(String(of('pods').tag_to_kubernetes_name_regexp));
  concat = of('partial_lines');
  tail = {
    paths: String(of('containers').path).split(','),
    excluded: of('containers').exclude_path as string[],
    followInodes: String(of('containers').follow_inodes) === 'true',
  };
});

const reads = (path: string) =>
  tail.paths.some((pattern) => glob(pattern).test(path)) && !tail.excluded.some((pattern) => glob(pattern).test(path));

/** A collector beside a container: what it reads, joined, in the order it arrives. */
class Trial {
  readonly logs = new ContainerLogs(LIVE);
  readonly arrived: string[] = [];
  private readonly positions: Positions = new Map();
  private joiner = new Joiner(concat);
  private collector?: Tail;

  constructor(private readonly options: TailOptions = tail) {}

  start(): void {
    this.joiner = new Joiner(concat);
    this.collector = new Tail(this.options, this.logs, this.positions, (tag, line) => {
      if (!podOfTag.test(tag)) throw new Error(`nobody knows the pod of ${tag}`);
      this.take(this.joiner.add(tag, { ...expression.exec(line)?.groups }));
    });
  }

  stop(): void {
    this.collector = undefined;
    this.take(this.joiner.expire());
  }

  /** As a second and more do. */
  pass(): void {
    this.collector?.poll();
    this.collector?.refresh();
    this.collector?.poll();
  }

  settle(): string[] {
    this.pass();
    this.take(this.joiner.expire());
    return this.arrived;
  }

  private take(records: readonly Record<string, string>[]): void {
    this.arrived.push(...records.map(({ message = '' }) => message));
  }
}

const full = (text: string) => `2026-11-21T12:00:00.000000001Z stdout F ${text}`;
const part = (text: string) => `2026-11-21T12:00:00.000000001Z stdout P ${text}`;

test('of the files the kubelet and the runtime leave, the live and the newest rotated one are read', () => {
  const rotated = `${LIVE}.20261121-120000`;
  expect([LIVE, `${POD}/app/12.log`, rotated].map(reads)).toEqual([true, true, true]);
  for (const path of [
    `${rotated}.gz`,
    `${rotated}.tmp`,
    `${LIVE}.gz`,
    `${LIVE}.20261121-1200`,
    `${POD}/app/0.log.old`,
    `${POD}/0.log`,
    `${POD}/app/dump/0.log`,
    '/var/log/pods/log-collection_fluentd-x_0a/fluentd/0.log',
    '/var/log/pods/noise_loud-x_0a/app/0.log',
    '/var/log/pods/noise_loud-x_0a/app/0.log.20261121-120000',
  ])
    expect([path, reads(path)]).toEqual([path, false]);
  // A namespace that only begins with the name of one left out.
  expect(reads('/var/log/pods/noise-2_quiet-x_0a/app/0.log')).toBe(true);
});

test('the pod is known by every such name: pods with dots, static pods, numbers in names', () => {
  const of = (path: string) => podOfTag.exec(`kubernetes${path.replaceAll('/', '.')}`)?.groups;
  expect(of(`${LIVE}.20261121-120000`)).toEqual({
    namespace: 'shop',
    pod_name: 'cart-7d4b9c',
    pod_uuid: '0a1b2c3d-0000-4000-8000-00000000000a',
    container_name: 'app',
  });
  const dotted =
    '/var/log/pods/kube-system_kube-proxy-ip-10-0-1-2.ec2.internal_0123456789abcdef0123456789abcdef/kube-proxy/3.log';
  expect(of(dotted)).toMatchObject({ pod_name: 'kube-proxy-ip-10-0-1-2.ec2.internal', container_name: 'kube-proxy' });
  expect(of(`${POD}/0/1.log`)).toMatchObject({ container_name: '0' });
});

test('a line that a rotation cuts in two is one record, and nothing is read twice', () => {
  const trial = new Trial();
  trial.start();
  trial.logs.write(full('one'), part('long, '));
  trial.pass();
  trial.logs.write(full('last of the old file'));
  trial.logs.write(part('two, '));
  trial.logs.rotate('20261121-120000');
  trial.logs.write(full('three'), full('four'));
  expect(trial.settle()).toEqual(['one', 'long, last of the old file', 'two, three', 'four']);
});

test('rotated while the collector was away, the rest of the old file and the new one arrive; a line cut there is two records', () => {
  const trial = new Trial();
  trial.start();
  trial.logs.write(full('one'));
  trial.pass();
  trial.stop();
  trial.logs.write(full('two'), part('thr'));
  trial.logs.rotate('20261121-120000');
  trial.logs.write(full('ee'), full('four'));
  trial.start();
  expect([...trial.settle()].sort()).toEqual(['ee', 'four', 'one', 'thr', 'two']);
});

test('rotated twice while it was away, what was compressed is lost, and no more', () => {
  const trial = new Trial();
  trial.start();
  trial.logs.write(full('one'));
  trial.pass();
  trial.stop();
  trial.logs.write(full('lost'));
  trial.logs.rotate('20261121-120000');
  trial.logs.write(full('two'));
  trial.logs.rotate('20261121-130000');
  trial.logs.write(full('three'));
  trial.start();
  expect([...trial.settle()].sort()).toEqual(['one', 'three', 'two']);
});

test('rotated again and again under it, every line arrives once', () => {
  const trial = new Trial();
  trial.start();
  const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
  for (const [index, line] of lines.entries()) {
    trial.logs.write(full(line));
    if (index % 3 === 1) trial.logs.rotate(`20261121-12000${index % 10}`);
    trial.pass();
  }
  expect(trial.settle()).toEqual(lines);
});

test('known by its path instead of its inode, a renamed file would be read again', () => {
  const trial = new Trial({ ...tail, followInodes: false });
  trial.start();
  trial.logs.write(full('one'));
  trial.pass();
  trial.logs.rotate('20261121-120000');
  trial.logs.write(full('two'));
  expect(trial.settle().filter((message) => message === 'one')).toHaveLength(2);
  expect(tail.followInodes).toBe(true);
});
