import { place, sources } from './sources';

/** Everything but the command line, which is where terminal, environment and clock may be looked at. */
const engine = sources('src', 'stages').filter(({ path }) => !path.startsWith('src/cli/'));

const IMPURE: readonly { readonly what: RegExp; readonly instead: string }[] = [
  { what: /\bprocess\.env\b/, instead: 'take it from the configuration' },
  {
    what: /\bprocess\.(cwd|platform|arch|hrtime|uptime|pid)\b/,
    instead: 'take it as an argument from the command line',
  },
  {
    what: /\bnew Date\(\s*\)|\bDate\.now\(|\bperformance\.now\(/,
    instead: 'the same input must give the same bytes on any day',
  },
  {
    what: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bgetRandomValues\(/,
    instead: 'derive it from the configuration',
  },
  { what: /\bfetch\(|\bWebSocket\(/, instead: 'put the fact into the catalog' },
  { what: /\.localeCompare\(|\bIntl\.|\.toLocale[A-Z]\w*\(/, instead: 'compare by code point: locales differ' },
];

/** What makes a temporary name or a lock of the writer; none of it reaches the bytes that are written. */
const EXCEPTIONS: readonly string[] = [
  'src/output/lock.ts',
  'src/output/write.ts',
  'src/output/target.ts',
  'src/output/obstacles.ts',
];

test.each(IMPURE)('no $what in src (outside src/cli) and stages', ({ what, instead }) => {
  const found = engine
    .filter(({ path }) => !EXCEPTIONS.includes(path))
    .flatMap((source) =>
      source.code
        .split('\n')
        .flatMap((line, index) => (what.test(line) ? [`${place(source, index + 1)}: ${instead}`] : [])),
    );
  expect(found).toEqual([]);
});

const NETWORK = /^(node:)?(http|https|http2|net|tls|dgram|dns|dns\/promises|child_process|cluster|worker_threads)$/;

test('no network, process or thread module in src and stages', () => {
  const found = sources('src', 'stages').flatMap((source) =>
    source.imports
      .filter(({ target }) => NETWORK.test(target))
      .map(({ target, line }) => `${place(source, line)} imports ${target}`),
  );
  expect(found).toEqual([]);
});

test('stages read and write no files: templates come through the kit', () => {
  const found = sources('stages').flatMap((source) =>
    source.imports
      .filter(({ target }) => /^(node:)?(fs|fs\/promises|os)$/.test(target))
      .map(({ target, line }) => `${place(source, line)} imports ${target}; use src/kit/templates.ts`),
  );
  expect(found).toEqual([]);
});
