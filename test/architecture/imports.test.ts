import { type Import, place, type Source, sources } from './sources';

const all = sources('src', 'stages');

/** What each part of `src` may import besides itself; ARCHITECTURE.md draws it. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'src/cli': ['src/operations', 'src/config', 'src/catalog', 'src/kit'],
  'src/operations': ['src/config', 'src/catalog', 'src/diff', 'src/output', 'src/kit'],
  'src/config': ['src/catalog', 'src/kit'],
  'src/output': ['src/kit'],
  'src/diff': ['src/kit/errors'],
  'src/catalog': ['src/kit'],
  'src/kit': ['src/catalog'],
};

/** The command line is where the engine and the stages meet. */
const MEETING = 'src/cli/main.ts';

function within(target: string, directory: string): boolean {
  return target === directory || target.startsWith(`${directory}/`) || target.startsWith(`${directory}.`);
}

function offences(fits: (source: Source) => boolean, wrong: (found: Import, source: Source) => string | undefined) {
  return all.filter(fits).flatMap((source) =>
    source.imports.flatMap((found) => {
      const why = wrong(found, source);
      return why ? [`${place(source, found.line)} imports ${found.target}: ${why}`] : [];
    }),
  );
}

test.each(Object.entries(ARROWS))('%s imports only itself and %j', (part, allowed) => {
  const found = offences(
    ({ path }) => within(path, part),
    ({ target }, { path }) => {
      if (!/^(src|stages|test|templates|scripts)\//.test(target)) return undefined;
      if (path === MEETING && within(target, 'stages')) return undefined;
      if ([part, ...allowed].some((directory) => within(target, directory))) return undefined;
      return `${part} may import ${allowed.join(', ')}; move what is shared there, or hand it in as an argument`;
    },
  );
  expect(found).toEqual([]);
});

test('every part of src has its arrows', () => {
  const parts = new Set(
    all.filter(({ path }) => within(path, 'src')).map(({ path }) => path.split('/').slice(0, 2).join('/')),
  );
  expect([...parts].filter((part) => !Object.hasOwn(ARROWS, part))).toEqual([]);
});

/** `stages/2-team-adoption` of a path inside it. */
function stageOf(path: string): string | undefined {
  return /^stages\/\d-[a-z-]+/.exec(path)?.[0];
}

test('a stage imports the kit, catalog types and the doors of earlier stages', () => {
  const found = offences(
    ({ path }) => stageOf(path) !== undefined,
    ({ target }, { path }) => {
      if (!/^(src|stages|test|templates|scripts)\//.test(target)) return undefined;
      const [own = '', other] = [stageOf(path), stageOf(target)];
      if (other === own || within(target, 'src/kit') || within(target, 'src/catalog')) return undefined;
      if (!other) return 'a stage may import src/kit and src/catalog';
      if (other > own) return 'a later stage: it raises a default of this one instead';
      return target === other || target === `${other}/index` ? undefined : `go through its door, ${other}/index.ts`;
    },
  );
  expect(found).toEqual([]);
});

/** Who may import an engine, so that changing it stays a rename. */
const ENGINES = [
  { name: 'cdktf', packages: /^(cdktf|cdktn|@cdktf\/|@cdktn\/)/, home: 'src/kit/terraform', ending: '.aws.ts' },
  { name: 'cdk8s', packages: /^cdk8s/, home: 'src/kit/kubernetes', ending: '.k8s.ts' },
];

/** Names the types that a face is given; erased by the compiler. */
const CONTRACT = 'src/kit/contract.ts';

test.each(ENGINES)('$name is imported only in $home and *$ending', ({ packages, home, ending }) => {
  const found = offences(
    ({ path }) => !within(path, home) && !path.endsWith(ending),
    ({ target, typeOnly }, { path }) => {
      if (!packages.test(target) || (typeOnly && path === CONTRACT)) return undefined;
      return `only ${home} and files ending in ${ending} may; move the construct there`;
    },
  );
  expect(found).toEqual([]);
});

test('no face of one engine loads the other', () => {
  const faces = [
    { ending: '.aws.ts', other: 'src/kit/kubernetes', file: '.k8s' },
    { ending: '.k8s.ts', other: 'src/kit/terraform', file: '.aws' },
  ];
  const found = faces.flatMap(({ ending, other, file }) =>
    offences(
      ({ path }) => path.endsWith(ending),
      ({ target, typeOnly }) =>
        !typeOnly && (within(target, other) || target.endsWith(file))
          ? 'share plain data in a file of its own'
          : undefined,
    ),
  );
  expect(found).toEqual([]);
});

test('provider-aws is imported by resource, never whole: the index costs half a gigabyte', () => {
  const found = offences(
    () => true,
    ({ target, typeOnly }) =>
      !typeOnly && /^@cdktf\/provider-aws$/.test(target) ? "import '@cdktf/provider-aws/lib/<resource>'" : undefined,
  );
  expect(found).toEqual([]);
});

test('nothing that ships imports tests or scripts', () => {
  const found = offences(
    () => true,
    ({ target }) => (/^(test|scripts)\//.test(target) ? 'it is not in the package' : undefined),
  );
  expect(found).toEqual([]);
});

test('the scanner sees what there is to see', () => {
  const engines = all.flatMap(({ imports }) => imports.filter(({ target }) => /^(cdk8s|@cdktf)/.test(target)));
  expect(all.length).toBeGreaterThan(100);
  expect(engines.length).toBeGreaterThan(20);
  const lazy = all.find(({ path }) => path === 'src/operations/synthesize.ts')?.imports.map(({ target }) => target);
  expect(lazy).toContain('src/kit/terraform');
});
