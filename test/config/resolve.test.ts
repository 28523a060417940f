import { catalog } from '../../src/catalog';
import { partitionOf, placeholdersIn, type RawConfig, REGIONS, resolve } from '../../src/config';
import type { Component } from '../../src/kit/contract';
import type { UserError } from '../../src/kit/errors';
import { allComponents } from '../../src/kit/ladder';
import { testLadder } from './support';

const resolved = (raw: RawConfig) => resolve(testLadder, raw, catalog);
const named = (name: string) => allComponents(testLadder).find((c) => c.name === name) as Component;

describe('what stages raise', () => {
  test('stands under the user, a later stage over an earlier one', () => {
    expect(resolved({ stage: 1 }).contextOf(named('kinds')).config.replicas).toBe(2);
    expect(resolved({ stage: 2 }).contextOf(named('kinds')).config.replicas).toBe(3);
    expect(resolved({ stage: 3 }).contextOf(named('kinds')).config.replicas).toBe(4);
    expect(resolved({ stage: 3, kinds: { replicas: 1 } }).contextOf(named('kinds')).config.replicas).toBe(1);
  });

  test('merges maps and replaces lists', () => {
    const { labels, list } = resolved({ stage: 3, top: { labels: { own: 'x' }, list: ['z'] } }).contextOf(
      named('top'),
    ).config;
    expect(labels).toEqual({ own: 'x', from: 'three', two: 'yes' });
    expect(list).toEqual(['z']);
    expect(resolved({ stage: 3 }).contextOf(named('top')).config.list).toEqual(['b', 'c']);
  });

  test('says which stage raised what', () => {
    expect([...resolved({ stage: 3, top: { list: ['z'] } }).raised]).toEqual([
      ['kinds.replicas', 3],
      ['top.labels.from', 3],
      ['top.labels.two', 2],
    ]);
  });

  test('leaves what it was given alone', () => {
    const raw = { stage: 3, top: { labels: { own: 'x' } } };
    resolved(raw);
    expect(raw).toEqual({ stage: 3, top: { labels: { own: 'x' } } });
  });
});

describe('components', () => {
  test('are those of the stages in force that are on', () => {
    expect(resolved({ stage: 1 }).components.map((c) => c.name)).toEqual(['kinds', 'base']);
    expect(resolved({ stage: 1, base: { enabled: false } }).components.map((c) => c.name)).toEqual(['kinds']);
  });

  test('of a later stage may be configured before it comes', () => {
    expect(() => resolved({ stage: 1, top: { list: [] } })).not.toThrow();
  });

  test('that are off need nothing', () => {
    expect(() => resolved({ stage: 2, base: { enabled: false }, top: { enabled: false } })).not.toThrow();
  });
});

describe('combinations', () => {
  const faults = (raw: RawConfig) => {
    try {
      resolved(raw);
    } catch (error) {
      return (error as UserError).faults.map(({ where }) => where);
    }
    return [];
  };

  test('are judged in the same run as keys and values that are wrong', () => {
    expect(
      faults({ stage: 2, nmae: 'x', region: 'eu-wst-1', tags: [], kinds: { replicas: 7 }, base: { enabled: false } }),
    ).toEqual(expect.arrayContaining(['region', 'tags', 'nmae', 'kinds.replicas', 'base.enabled']));
  });

  test('of a component with a wrong value of its own wait until that is right', () => {
    expect(faults({ kinds: { replicas: 7, zones: [1, 2] } })).toEqual(['kinds.zones.0', 'kinds.zones.1']);
  });

  test('are judged although a whole variant had to be set aside', () => {
    expect(faults({ stage: 2, state: { type: 's3', bucket: [{}] }, base: { enabled: false } })).toEqual([
      'state.bucket',
      'base.enabled',
    ]);
  });
});

describe('fill before apply', () => {
  const paths = (raw: RawConfig) => placeholdersIn(resolved(raw)).map(({ path }) => path);

  test('lists every marked value that still stands, with what to put there', () => {
    expect(placeholdersIn(resolved({ stage: 2 }))).toEqual([
      { path: 'account', value: '111122223333', meaning: 'AWS account, twelve digits in quotes' },
      { path: 'domain', value: 'example.com', meaning: "DNS domain the platform's own names live under" },
      {
        path: 'repository',
        value: 'https://github.com/example/platform',
        meaning: 'Repository that holds the bundle',
      },
      {
        path: 'teams.platform',
        value: '@example/platform',
        meaning: 'GitHub team by role, for CODEOWNERS and alert routing',
      },
      { path: 'kinds.receiver', value: undefined, meaning: 'Receiver of alerts' },
      { path: 'top.contact', value: 'you@example.com', meaning: 'Contact' },
    ]);
  });

  test('asks no component that is not there', () => {
    expect(paths({ stage: 1 })).not.toContain('top.contact');
    expect(paths({ stage: 2, top: { enabled: false } })).not.toContain('top.contact');
  });

  test('is empty once everything is filled in', () => {
    expect(
      paths({
        stage: 2,
        account: '123456789012',
        domain: 'acme.io',
        repository: 'https://github.com/acme/platform',
        teams: { platform: '@acme/platform' },
        kinds: { receiver: 'on-call' },
        top: { contact: 'ops@acme.io' },
      }),
    ).toEqual([]);
  });

  test('finds the placeholder inside a longer value', () => {
    expect(paths({ domain: 'dev.example.com', teams: { data: '@example/data' } })).toEqual(
      expect.arrayContaining(['domain', 'teams.data']),
    );
  });
});

describe('regions', () => {
  test('have a partition each', () => {
    expect(REGIONS).toHaveLength(38);
    expect(partitionOf('eu-west-1')).toBe('aws');
    expect(partitionOf('cn-north-1')).toBe('aws-cn');
    expect(partitionOf('us-gov-west-1')).toBe('aws-us-gov');
  });

  test('that are none have no partition', () => {
    expect(() => partitionOf('eu-west-9')).toThrow('no partition has the region eu-west-9');
  });

  test("leave room in the state bucket's name, which S3 ends at 63 characters", () => {
    const longest = Math.max(...REGIONS.map((region) => region.length));
    expect('a'.repeat(24).length + '-tfstate-'.length + 12 + '-'.length + longest).toBeLessThanOrEqual(63);
  });
});
