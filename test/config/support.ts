import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { catalog } from '../../src/catalog';
import { type ConfigRequest, type Loaded, load } from '../../src/config';
import { component, type Stage } from '../../src/kit/contract';
import { UserError } from '../../src/kit/errors';
import type { Ladder } from '../../src/kit/ladder';

/** One component with a field of every kind the schema language has. */
export const kinds = component({
  name: 'kinds',
  title: 'Kinds',
  summary: 'every kind of field',
  config: {
    key: 'kinds',
    schema: z.strictObject({
      replicas: z.int().min(1).max(9).default(2).describe('Pods to run.'),
      ratio: z.number().gt(0).lt(1).optional().describe('Share of requests.'),
      step: z.int().multipleOf(5).optional().describe('Seconds.'),
      verbose: z.boolean().default(false).describe('Whether it talks.'),
      mode: z.enum(['fast', 'safe']).default('safe').describe('How it works.'),
      range: z.cidrv4().optional().describe('Range of addresses.'),
      code: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .optional()
        .describe('Code.'),
      vpc: z
        .string()
        .regex(/^vpc-\w+$/, 'is no VPC id')
        .meta({ allowed: 'an id such as vpc-0a1b' })
        .optional()
        .describe('VPC.'),
      title: z.string().min(2).max(5).optional().describe('Title.'),
      zones: z.array(z.string()).min(2).max(3).optional().describe('Zones.'),
      target: z
        .discriminatedUnion('type', [
          z.strictObject({ type: z.literal('s3'), bucket: z.string().describe('Bucket.') }),
          z.strictObject({ type: z.literal('none') }),
        ])
        .default({ type: 'none' })
        .describe('Where it goes.'),
      size: z
        .union([z.int(), z.enum(['small', 'large'])])
        .optional()
        .describe('Size.'),
      owners: z
        .record(z.string().regex(/^[a-z]+$/), z.strictObject({ mail: z.email().describe('Mail.') }))
        .default({})
        .describe('Owners.'),
      receiver: z.string().optional().meta({ placeholder: true }).describe('Receiver of alerts. Cannot be guessed.'),
    }),
  },
  check: ({ config }) =>
    config.replicas > 5 && config.mode === 'safe'
      ? [
          {
            path: 'replicas',
            what: 'more than five cannot be safe',
            allowed: 'up to 5 with mode safe',
            next: 'set kinds.mode: fast',
          },
        ]
      : [],
});

const base = component({
  name: 'base',
  title: 'Base',
  summary: 'what others need',
  optional: true,
  config: { key: 'base', schema: z.strictObject({ size: z.int().default(1).describe('Size.') }) },
});

const top = component({
  name: 'top',
  title: 'Top',
  summary: 'needs base',
  optional: true,
  needs: ['base'],
  config: {
    key: 'top',
    schema: z.strictObject({
      labels: z.record(z.string(), z.string()).default({}).describe('Labels.'),
      list: z.array(z.string()).default(['a']).describe('List.'),
      contact: z.string().default('you@example.com').meta({ placeholder: true }).describe('Contact.'),
    }),
  },
});

const people = { owners: {}, review: [], ready: [] };

/** Three stages: kinds and base; top; one that raises values of the first two. */
export const testLadder: Ladder = [
  { number: 1, name: 'one', title: 'One', summary: 'first', stacks: [], components: [kinds, base], people },
  {
    number: 2,
    name: 'two',
    title: 'Two',
    summary: 'second',
    stacks: [],
    components: [top],
    raises: { 'kinds.replicas': 3, 'top.labels': { from: 'two', two: 'yes' }, 'top.list': ['b', 'c'] },
    people,
  },
  {
    number: 3,
    name: 'three',
    title: 'Three',
    summary: 'third',
    stacks: [],
    components: [],
    raises: { 'kinds.replicas': 4, 'top.labels': { from: 'three' } },
    people,
  },
] satisfies Stage[];

/** Writes files into a new directory and loads its stagecraft.yaml. */
export function loadFiles(files: Readonly<Record<string, string | Buffer>>, flags: ConfigRequest = {}): Loaded {
  const bundle = mkdtempSync(join(tmpdir(), 'stagecraft-config-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(bundle, path)), { recursive: true });
    writeFileSync(join(bundle, path), text);
  }
  try {
    return load(testLadder, catalog, { ...flags, bundle });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Error(error.message.replaceAll(`${bundle}/`, '').replaceAll(bundle, 'DIR'));
  } finally {
    rmSync(bundle, { recursive: true });
  }
}

/** The whole text of what is wrong, or an empty one. */
export function faultsOf(files: Readonly<Record<string, string | Buffer>> | string, flags?: ConfigRequest): string {
  try {
    loadFiles(typeof files === 'string' ? { 'stagecraft.yaml': files } : files, flags);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
