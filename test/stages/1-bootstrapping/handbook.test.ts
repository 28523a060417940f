import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import type { RawConfig } from '../../../src/config';
import { documentSchema } from '../../../src/operations/patches/schema';
import { starterFiles } from '../../support/synth';

async function files(raw: RawConfig = {}): Promise<Map<string, string>> {
  return new Map((await starterFiles(raw)).map(({ path, text }) => [path, text]));
}

const karpenter = { cluster: { compute: { type: 'karpenter' } } };
const auto = { cluster: { compute: { type: 'auto' } } };

test('brings the pages, scripts and rules of review of a bundle', async () => {
  expect([...(await files()).keys()].filter((path) => !path.startsWith('runbooks/alerts/'))).toEqual([
    '.github/pull_request_template.md',
    'CODEOWNERS',
    'README.md',
    'runbooks/break-glass.md',
    'runbooks/first-apply.md',
    'runbooks/patch-nodes.md',
    'runbooks/reach-the-cluster.md',
    'runbooks/ready-for-next-stage.md',
    'runbooks/teardown.md',
    'runbooks/upgrade-kubernetes.md',
    'scripts/apply.sh',
    'scripts/bootstrap-state.sh',
    'scripts/connect.sh',
  ]);
});

test('scripts are executable, pages are not', async () => {
  for (const { path, executable } of await starterFiles())
    expect([path, executable ?? false]).toEqual([path, path.endsWith('.sh')]);
});

test.each([
  ['defaults', {}],
  ['karpenter', karpenter],
  ['auto', auto],
  ['a public endpoint', { cluster: { endpoint: { public: true, publicCidrs: ['203.0.113.0/24'] } } }],
  ['stage 5', { stage: 5 }],
])('with %s nothing is left unsaid and every link leads somewhere', async (_, raw) => {
  const all = await files(raw);
  for (const [path, text] of all) {
    expect(text).not.toMatch(/undefined|\[object|<%|%>|NaN/);
    expect(text.endsWith('\n')).toBe(true);
    if (!path.endsWith('.md')) continue;
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)\)/g))
      if (!target.startsWith('https://'))
        expect([...all.keys()]).toContain(new URL(target, `file:///${path}`).pathname.slice(1));
  }
});

test('every command of a runbook that names a script names one that is there', async () => {
  for (const raw of [{}, karpenter, auto, { state: { type: 'local' } }, { privateAccess: { type: 'runner' } }]) {
    const all = await files(raw);
    for (const [path, text] of all)
      if (path.startsWith('runbooks/'))
        for (const [script] of text.matchAll(/scripts\/[a-z-]+\.sh/g))
          expect([path, all.has(script)]).toEqual([path, true]);
  }
});

test('break-glass goes in by the tunnel where there is one', async () => {
  const page = async (raw: RawConfig) => (await files(raw)).get('runbooks/break-glass.md') ?? '';
  const role = 'arn:aws:iam::111122223333:role/demo-break-glass';
  expect(await page({})).toContain(`hour:\n\n   \`\`\`\n   CONNECT_ROLE_ARN=${role} scripts/connect.sh\n`);
  const runner = await page({ privateAccess: { type: 'runner' } });
  expect(runner).toContain(`     --role-arn ${role}\n`);
  expect(runner).not.toContain('connect.sh');
});

test('shell scripts parse', async () => {
  for (const raw of [{}, karpenter, auto])
    for (const [path, text] of await files(raw))
      if (path.endsWith('.sh')) execFileSync('bash', ['-n'], { input: text });
});

test('values of the configuration are quoted for the shell', async () => {
  const all = await files({ state: { type: 's3', bucket: 'states', kmsKeyId: "arn:x'; rm -rf /; '" } });
  expect(all.get('scripts/bootstrap-state.sh')).toContain(`readonly KMS_KEY='arn:x'\\''; rm -rf /; '\\'''\n`);
});

test('the state is made ready where it is a bucket, and only there', async () => {
  expect((await files({ state: { type: 'local' } })).has('scripts/bootstrap-state.sh')).toBe(false);
  const hcp = await files({ state: { type: 'hcp', organization: 'acme' } });
  expect(hcp.get('runbooks/first-apply.md')).toContain('terraform login');
});

test('an existing VPC leaves its stack out and says which tags it needs', async () => {
  const subnet = (zone: string, n: number) => ({ id: `subnet-0000000${n}`, zone, cidr: `10.9.${n}.0/24` });
  const subnets = { private: [subnet('a', 1), subnet('b', 2)], public: [subnet('a', 3), subnet('b', 4)] };
  const existing = { vpcId: 'vpc-0a1b2c3d', cidrs: ['10.9.0.0/16'], subnets };
  const all = await files({ network: { existing } });
  expect(all.get('scripts/apply.sh')).toContain('readonly STACKS=( cluster )');
  expect(all.get('README.md')).toContain(
    '--resources subnet-00000003 subnet-00000004 --tags Key=kubernetes.io/role/elb,Value=1',
  );
  expect(all.get('README.md')).toContain('subnet-00000001 subnet-00000002 --tags Key=kubernetes.io/role/internal-elb');
});

test('Karpenter comes as its own chart, pinned', async () => {
  const all = await files(karpenter);
  expect(all.get('scripts/apply.sh')).toContain(
    'helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter --version 1.14.1',
  );
  expect(parse(all.get('scripts/values/karpenter.yaml') ?? '')).toMatchObject({
    settings: { clusterName: 'demo', interruptionQueue: 'demo-karpenter', enableZonalShift: true },
  });
  const still = await files({ cluster: { ...karpenter.cluster, zonalShift: false } });
  expect(still.get('scripts/values/karpenter.yaml')).not.toContain('enableZonalShift');
  expect((await files()).get('scripts/apply.sh')).not.toContain('helm');
  const isolated = await files({ ...karpenter, network: { nat: 'none' }, registry: 'mirror.example.com' });
  expect(parse(isolated.get('scripts/values/karpenter.yaml') ?? '')).toMatchObject({
    settings: { isolatedVPC: true },
    controller: { image: { repository: 'mirror.example.com/karpenter/controller' } },
  });
});

describe('patching nodes', () => {
  const page = async (cluster: object) => (await files({ cluster })).get('runbooks/patch-nodes.md') ?? '';

  test('asks for the newest release of each kind of node there is', async () => {
    expect(await page({})).toContain(
      '--name /aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended/release_version\n',
    );
    const groups = {
      workers: { ami: 'bottlerocket', architecture: 'arm64', instanceTypes: ['m7g.xlarge'] },
      gpu: { gpu: true, instanceTypes: ['g6.xlarge'] },
      fast: { ami: 'bottlerocket', gpu: true, instanceTypes: ['g6.xlarge'] },
    };
    const mixed = await page({ compute: { type: 'managed', groups } });
    for (const name of [
      '/aws/service/bottlerocket/aws-k8s-1.36/arm64/latest/image_version',
      '/aws/service/bottlerocket/aws-k8s-1.36-nvidia/x86_64/latest/image_version',
      '/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/nvidia/recommended/release_version',
    ])
      expect(mixed).toContain(`--name ${name}\n`);
  });

  test.each(['al2023', 'bottlerocket'])('the patch it shows for %s is one that can be applied', async (ami) => {
    const text = await page({ compute: { type: 'karpenter', pool: { ami } } });
    const shown = /# patches\/node-image\.yaml\n([\s\S]*?)\n {3}```/.exec(text)?.[1] ?? '';
    const patch = documentSchema(parse(shown)).parse(parse(shown));
    expect(patch).toEqual({
      target: { kind: 'EC2NodeClass', name: 'default' },
      merge: { spec: { amiSelectorTerms: [{ alias: expect.stringContaining(`${ami}@v`) }] } },
    });
  });
});

describe('taking it all down', () => {
  const page = async (raw: RawConfig = {}) => (await files(raw)).get('runbooks/teardown.md') ?? '';

  test('frees what Terraform could not delete', async () => {
    expect(await page()).toContain('policy=arn:aws:iam::111122223333:policy/demo-tunnel\n');
    expect(await page()).toContain('for stack in network cluster; do');
    expect(await page()).toContain('delete-log-group --region us-east-1 --log-group-name /aws/eks/demo/cluster');
    expect(await page({ privateAccess: { type: 'runner' } })).toContain('8. End the runners');
    expect(await page(karpenter)).toContain('kubectl delete ec2nodeclasses --all');
  });

  test.each([
    ['defaults', {}],
    ['karpenter', karpenter],
    ['local state', { state: { type: 'local' } }],
    ['no way generated', { privateAccess: { type: 'none' } }],
  ])('its steps are numbered without a gap: %s', async (_, raw) => {
    const numbers = [...(await page(raw)).matchAll(/^(\d+)\. /gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual(numbers.map((_n, i) => i + 1));
  });
});

test('the tunnel is offered where it is made, and only there', async () => {
  const runner = await files({ privateAccess: { type: 'runner' } });
  expect(runner.has('scripts/connect.sh')).toBe(false);
  expect(runner.get('runbooks/first-apply.md')).not.toContain('connect.sh');
});

test('CODEOWNERS names the team of each role, general paths first', async () => {
  const text = (await files({ teams: { platform: '@acme/platform', security: '@acme/security' } })).get('CODEOWNERS');
  expect(text?.split('\n').slice(0, 5)).toEqual([
    '# Who reviews what. The last line that matches a path wins.',
    '* @acme/platform',
    '/CODEOWNERS @acme/security',
    '/patches/ @acme/platform',
    '/stagecraft.yaml @acme/platform',
  ]);
});

test('a stage that adds nothing yet has no empty checklist', async () => {
  expect((await files({ stage: 5 })).get('runbooks/ready-for-next-stage.md')).toBe(
    '# Ready for the next stage?\n\nThis release of stagecraft adds nothing in stage 5 (Cross-Team Adoption) yet, so there is nothing to tick off.\n',
  );
});

test('the checklist is that of the stage the team is at', async () => {
  const page = (await files()).get('runbooks/ready-for-next-stage.md') ?? '';
  expect(page).toContain('Stage 1 (Bootstrapping and Provisioning) is done when');
  expect(page).toContain('stagecraft diff --bundle . --stage 2');
  expect(page.match(/^- \[ \] /gm)?.length).toBeGreaterThan(5);
  expect((await files({ stage: 5 })).get('runbooks/ready-for-next-stage.md')).not.toContain('--stage');
});

test('a bundle lists what it has, not what another kind of compute would bring', async () => {
  const readme = (await files()).get('README.md');
  expect(readme).toContain('| Cluster Autoscaler |');
  expect(readme).not.toContain('Karpenter');
});
