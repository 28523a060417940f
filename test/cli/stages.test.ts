import { ladder } from '../../stages';
import { testLadder } from '../config/support';
import { cli } from './support';

const full = testLadder.map((stage) =>
  stage.number === 2
    ? {
        ...stage,
        stacks: [
          { name: 'network', title: 'Network', after: ['base'] },
          { name: 'metrics', title: 'Metrics', after: ['network'] },
        ],
        people: {
          owners: { '/kubernetes/': 'platform' },
          review: ['alerts have an owner'],
          ready: ['two people can restore a backup', 'alerts reach a person'],
        },
      }
    : stage,
);

test('the ladder', async () => {
  expect((await cli(['stages'])).out).toBe(`1  One
   first
   2 components: kinds, base
2  Two
   second
   1 component: top
3  Three
   third
   no components yet

one stage in full: stagecraft stages N
`);
});

test('one stage: what it brings, needs, raises and asks of people', async () => {
  expect((await cli(['stages', '2'], {}, full)).out).toBe(`stage 2: Two (two)
second

brings:
  top  needs base (off with top.enabled: false)

Terraform stacks:
  network  Network; after base
  metrics  Metrics; after network

needs:
  stages      1 (--stage 2 includes them)
  stacks      base: applied first
  components  base: switched on

raises, unless stagecraft.yaml says otherwise:
  kinds.replicas  3
  top.labels      {"from":"two","two":"yes"}
  top.list        ["b","c"]

owners, by path of the bundle:
  /kubernetes/  platform

a reviewer looks at:
  - alerts have an owner

ready for the next stage when:
  - two people can restore a backup
  - alerts reach a person
`);
});

test('a stage by name, and one without components says so', async () => {
  expect((await cli(['stages', 'three'])).out).toBe(`stage 3: Three (three)
third

brings:
  nothing: this stage has no components yet

needs:
  stages  1, 2 (--stage 3 includes them)

raises, unless stagecraft.yaml says otherwise:
  kinds.replicas  4
  top.labels      {"from":"three"}
`);
});

test('as JSON: a list, or the one that was asked for', async () => {
  expect(JSON.parse((await cli(['stages', '--json'])).out)).toHaveLength(3);
  expect(JSON.parse((await cli(['stages', '2', '--json'], {}, full)).out)).toEqual({
    number: 2,
    name: 'two',
    title: 'Two',
    summary: 'second',
    brings: [{ name: 'top', title: 'Top', summary: 'needs base', key: 'top', optional: true }],
    stacks: full[1]?.stacks,
    needs: { stages: [1], stacks: ['base'], components: ['base'] },
    people: full[1]?.people,
    raises: full[1]?.raises,
  });
});

test('a stage there is not', async () => {
  expect(await cli(['stages', 'thrree'])).toEqual({
    code: 1,
    out: '',
    err: `stages: there is no such stage
  got:     "thrree"
  allowed: 1 (one), 2 (two) or 3 (three)
  next:    did you mean three?
`,
  });
});

test('all five stages are on the ladder', async () => {
  const views = JSON.parse((await cli(['stages', '--json'], {}, ladder)).out);
  expect(views.map((v: { number: number; title: string }) => `${v.number} ${v.title}`)).toEqual([
    '1 Bootstrapping and Provisioning',
    '2 Team-Wide Adoption',
    '3 Project Onboarding',
    '4 Developer Enablement',
    '5 Cross-Team Adoption',
  ]);
});
