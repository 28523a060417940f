import { z } from 'zod';
import type { Catalog } from '../../src/catalog';
import { catalog } from '../../src/catalog';
import { component, type Stage } from '../../src/kit/contract';
import { add } from '../../src/kit/kubernetes';
import type { Ladder } from '../../src/kit/ladder';

/** A bucket, a config map and starter files: small, quick, and with every face. */
const store = component({
  name: 'store',
  title: 'Store',
  summary: 'a bucket and where it is',
  config: {
    key: 'store',
    schema: z.object({
      versioned: z.boolean().default(true).describe('Whether the bucket keeps old versions. Default: true.'),
      script: z.string().default('#!/bin/sh\nset -eu\n\techo stored\n').describe('Script in the config map.'),
      note: z.string().default('first').describe('A line of the starter page.'),
    }),
  },
  aws: {
    stack: 'storage',
    load: async () => {
      const { S3Bucket } = await import('@cdktf/provider-aws/lib/s3-bucket');
      return (stack, { platform, config }) => {
        new S3Bucket(stack, 'bucket:store', {
          bucket: `${platform.name}-store`,
          forceDestroy: !config.versioned,
          tags: { note: config.note },
        });
      };
    },
  },
  k8s: {
    layer: 'platform',
    load: async () => (chart, context) => {
      add(chart, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'store' } });
      add(chart, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'store', namespace: 'store' },
        data: { 'run.sh': context.config.script, owner: context.platform.tags.owner ?? 'nobody' },
      });
      add(chart, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'store', namespace: 'store' },
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: 'store' } },
          template: {
            metadata: { labels: { app: 'store' } },
            spec: {
              containers: [
                { name: 'store', image: context.image('store'), env: [{ name: 'A', value: '1' }] },
                { name: 'side', image: context.image('side'), args: [`--helper=${context.image('helper')}`] },
              ],
            },
          },
        },
      });
    },
  },
  files: ({ platform, config }) => [
    { path: 'README.md', text: `# ${platform.name}\n\none\ntwo\nthree\nfour\n\n${config.note}\n` },
    { path: 'scripts/apply', text: '#!/bin/sh\nset -eu\n', executable: true },
  ],
});

const extra = component({
  name: 'extra',
  title: 'Extra',
  summary: 'one more config map',
  k8s: {
    layer: 'controllers',
    load: async () => (chart) => {
      add(chart, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'extra', namespace: 'default' }, data: {} });
    },
  },
});

const people = { owners: {}, review: [], ready: [] };

/** Two stages that need nothing of the real ones. */
export const toyLadder: Ladder = [
  {
    number: 1,
    name: 'one',
    title: 'One',
    summary: 'the first',
    stacks: [{ name: 'storage', title: 'Storage', after: [] }],
    components: [store],
    people,
  },
  { number: 2, name: 'two', title: 'Two', summary: 'the second', stacks: [], components: [extra], people },
] satisfies Stage[];

const image = (name: string) => ({ repository: `registry.test/${name}`, tag: '1.0', source: 'made up' });

export const toyCatalog: Catalog = {
  ...catalog,
  images: { store: image('store'), side: image('side'), helper: image('helper') },
};
