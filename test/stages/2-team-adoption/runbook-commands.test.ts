import { ladder } from '../../../stages';
import { type manifests, objects, synth } from '../../support/synth';

type Rendered = Awaited<ReturnType<typeof manifests>>;

/** Commands of every page a person opens at night, by page. */
function commandsOf({ files }: Rendered): { page: string; command: string }[] {
  return files
    .filter(({ path }) => path.startsWith('runbooks/'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) =>
        block
          .replaceAll('\\\n', ' ')
          .split('\n')
          .map((line) => ({ page: path, command: line.replace(/ +# .*$/, '').trim() }))
          .filter(({ command }) => command !== ''),
      ),
    );
}

/** What containers of the bundle are called, and the files ConfigMaps bring into them. */
function inside(rendered: Rendered) {
  const all = objects(rendered);
  const keys = new Map(
    all
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ metadata, data }) => [metadata.name, Object.keys(data ?? {})]),
  );
  const containers = new Set<string>();
  const files = new Set<string>();
  for (const { kind, spec } of all) {
    const pod = (kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template)?.spec;
    for (const { name, volumeMounts = [] } of pod?.containers ?? []) {
      containers.add(name);
      for (const { name: mounted, mountPath } of volumeMounts) {
        const volume = pod.volumes?.find((one: any) => one.name === mounted);
        for (const key of keys.get(volume?.configMap?.name) ?? []) files.add(`${mountPath}/${key}`);
      }
    }
  }
  return { containers, files };
}

const withoutQuoted = (command: string) => command.replace(/'[^']*'/g, "''");

describe.each(ladder.map(({ number }) => number).filter((number) => number > 1))('stage %i', (stage) => {
  let commands: { page: string; command: string }[];
  let known: ReturnType<typeof inside>;
  beforeAll(async () => {
    const rendered = await synth({ stage });
    commands = commandsOf(rendered);
    known = inside(rendered);
  });
  const faults = (broken: (command: string) => boolean) =>
    commands.filter(({ command }) => broken(command)).map(({ page, command }) => `${page}: ${command}`);

  test('there are commands', () => {
    expect(commands.length).toBeGreaterThan(100);
  });

  test('the shell they are typed into empties no variable of another program', () => {
    // "sed -n "/x/,$p"" becomes "/x/," and fails: what the shell must not read stands in single quotes.
    const own = new Set<string>();
    for (const { command } of commands)
      for (const [, name = ''] of command.matchAll(/(?:^|[\s;(])(?:export |for |read )?([A-Za-z_]\w*)(?==| in )/g))
        own.add(name);
    const unset = (command: string) =>
      [...withoutQuoted(command).matchAll(/\$\{?([A-Za-z_]\w*)/g)].some(
        ([, name = '']) => name !== name.toUpperCase() && !own.has(name),
      );
    expect(faults(unset)).toEqual([]);
  });

  test('containers they name are there', () => {
    const missing = (command: string) =>
      [...command.matchAll(/kubectl [^|;]*?-n (?:monitoring|logging|log-collection) [^|;]*? -c ([\w-]+)/g)].some(
        ([, name = '']) => !known.containers.has(name),
      );
    expect(faults(missing)).toEqual([]);
  });

  test('configuration they name is where it is mounted', () => {
    const elsewhere = (command: string) =>
      (command.match(/\/etc\/(?:prometheus|alertmanager|grafana|fluentd?)\/[\w./-]+/g) ?? []).some(
        (path) => !known.files.has(path),
      );
    expect(faults(elsewhere)).toEqual([]);
  });

  test('they start no pod: the default namespace takes none, and an air-gapped cluster has no other image', () => {
    expect(faults((command) => / run [^|;]*--image/.test(command))).toEqual([]);
  });
});
