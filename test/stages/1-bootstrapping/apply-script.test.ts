import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawConfig } from '../../../src/config';
import { starterFiles } from '../../support/synth';

/** Stand-ins write down how they were called; what they answer comes from the environment of the test. */
const AWS = `
echo "aws $*" >>"$LOG"
case "$1 $2" in "sts get-caller-identity") echo "\${FAKE_ACCOUNT:-111122223333}" ;; esac`;
const TERRAFORM = `
echo "terraform $*" >>"$LOG"
[ "$2" != plan ] || exit "\${FAKE_PLAN:-2}"`;
const KUBECTL = `
echo "kubectl $*" >>"$LOG"
case "$1 $2" in
  kustomize*controllers) ;;
  kustomize*) echo "layer: $2" ;;
  get*) case "$*" in *custom-columns*) echo "Deployment kube-system cluster-autoscaler" ;; *readyz*) exit "\${FAKE_READY:-0}" ;; esac ;;
esac`;

let bundle: string;
const created: string[] = [];

async function write(raw: RawConfig): Promise<void> {
  bundle = mkdtempSync(join(tmpdir(), 'stagecraft-apply-'));
  created.push(bundle);
  mkdirSync(join(bundle, 'bin'));
  mkdirSync(join(bundle, 'scripts'));
  const tools = { aws: AWS, terraform: TERRAFORM, kubectl: KUBECTL, helm: 'echo "helm $*" >>"$LOG"' };
  for (const [tool, text] of Object.entries(tools)) program(`bin/${tool}`, `#!/bin/sh\n${text}\n`);
  const script = (await starterFiles(raw)).find(({ path }) => path === 'scripts/apply.sh');
  program('scripts/apply.sh', script?.text ?? '');
}

function program(path: string, text: string): void {
  writeFileSync(join(bundle, path), text);
  chmodSync(join(bundle, path), 0o755);
}

function apply(args: string[], env: Record<string, string> = {}) {
  const log = join(bundle, 'log');
  rmSync(log, { force: true });
  writeFileSync(log, '');
  const { status, stderr } = spawnSync(join(bundle, 'scripts/apply.sh'), args, {
    env: { PATH: `${join(bundle, 'bin')}:/usr/bin:/bin`, LOG: log, HOME: bundle, ...env },
    encoding: 'utf8',
    input: '',
  });
  const calls = readFileSync(log, 'utf8')
    .replaceAll(bundle, '.')
    .replaceAll(/\/tmp\/tmp\.\w+/g, 'WORK');
  return { status, stderr, calls: calls.split('\n').filter(Boolean) };
}

afterAll(() => {
  for (const directory of created) rmSync(directory, { recursive: true, force: true });
});

describe('managed node groups', () => {
  beforeAll(() => write({}));

  test('stacks in their order, then layers in theirs, each awaited', () => {
    const { status, calls } = apply(['--yes']);
    expect(calls.filter((call) => !call.startsWith('aws'))).toEqual([
      'terraform -chdir=./terraform/network init -input=false',
      'terraform -chdir=./terraform/network plan -input=false -detailed-exitcode -out=WORK/network.plan',
      'terraform -chdir=./terraform/network apply -input=false WORK/network.plan',
      'terraform -chdir=./terraform/cluster init -input=false',
      'terraform -chdir=./terraform/cluster plan -input=false -detailed-exitcode -out=WORK/cluster.plan',
      'terraform -chdir=./terraform/cluster apply -input=false WORK/cluster.plan',
      'kubectl get --raw /readyz --request-timeout=20s',
      'kubectl wait --for=condition=Established --timeout=5m crd/certificates.cert-manager.io',
      'kubectl wait --for=condition=Established --timeout=5m crd/clusterissuers.cert-manager.io',
      'kubectl wait --for=condition=Established --timeout=5m crd/volumesnapshotclasses.snapshot.storage.k8s.io',
      'kubectl -n cert-manager rollout status deployment/cert-manager-webhook --timeout=5m',
      'kubectl kustomize ./kubernetes/layers/crds',
      'kubectl apply --server-side --field-manager=stagecraft -f WORK/crds.yaml',
      'kubectl get -f WORK/crds.yaml --no-headers -o custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name',
      'kubectl -n kube-system rollout status Deployment/cluster-autoscaler --timeout=10m',
      'kubectl kustomize ./kubernetes/layers/controllers',
      'kubectl kustomize ./kubernetes/layers/platform',
      'kubectl apply --server-side --field-manager=stagecraft -f WORK/platform.yaml',
      'kubectl get -f WORK/platform.yaml --no-headers -o custom-columns=KIND:.kind,NAMESPACE:.metadata.namespace,NAME:.metadata.name',
      'kubectl -n kube-system rollout status Deployment/cluster-autoscaler --timeout=10m',
    ]);
    expect(status).toBe(0);
  });

  test('the kubeconfig is its own', () => {
    const { calls } = apply(['--yes', '--only', 'kubernetes'], { KUBECONFIG: '/home/someone/.kube/config' });
    expect(calls).toContain('aws eks update-kubeconfig --name demo --region us-east-1');
    expect(calls.some((call) => call.startsWith('terraform'))).toBe(false);
  });

  test('another account is refused before anything runs', () => {
    const { status, stderr, calls } = apply(['--yes'], { FAKE_ACCOUNT: '999900001111' });
    expect(status).toBe(1);
    expect(stderr).toBe('apply: these credentials are for account 999900001111, this bundle is for 111122223333\n');
    expect(calls).toEqual(['aws sts get-caller-identity --query Account --output text']);
  });

  test('without changes nothing is applied by Terraform', () => {
    const { status, calls } = apply(['--yes', '--only', 'terraform'], { FAKE_PLAN: '0' });
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes(' apply '))).toEqual([]);
  });

  test('a dry run changes nothing, and says what it cannot see yet', () => {
    const { status, stderr, calls } = apply(['--dry-run']);
    expect(status).toBe(0);
    expect(calls.filter((call) => / apply |cluster plan/.test(call))).toEqual([]);
    expect(stderr).toContain('not planned: network has changes that must be applied first');
    expect(stderr).toContain('nothing was changed');
  });

  test('a dry run of a cluster in order compares the objects', () => {
    const { status, calls } = apply(['--dry-run'], { FAKE_PLAN: '0' });
    expect(status).toBe(0);
    expect(calls).toContain('kubectl diff --server-side --field-manager=stagecraft -f WORK/platform.yaml');
    expect(calls.filter((call) => / apply /.test(call))).toEqual([]);
  });

  test('nobody to ask means no', () => {
    const { status, stderr, calls } = apply([]);
    expect(status).toBe(1);
    expect(stderr).toContain('apply: no terminal to ask on; add --yes to apply without asking');
    expect(calls.filter((call) => call.includes(' apply '))).toEqual([]);
  });

  test('a plan that fails ends it', () => {
    const { status, stderr } = apply(['--yes'], { FAKE_PLAN: '1' });
    expect(status).toBe(1);
    expect(stderr).toContain('apply: stack network cannot be planned');
  });

  test('an API out of reach says where to read on', () => {
    const { status, stderr } = apply(['--yes', '--only', 'kubernetes'], { FAKE_READY: '1' });
    expect(status).toBe(1);
    expect(stderr).toContain('its endpoint is private: see runbooks/reach-the-cluster.md');
  });

  test.each([
    [['--now'], "apply: unknown argument '--now'; see --help"],
    [['--only', 'helm'], "apply: --only takes terraform or kubernetes, not 'helm'"],
  ])('%p is refused', (args, text) => {
    const { status, stderr } = apply(args);
    expect(status).toBe(1);
    expect(stderr).toContain(text);
  });
});

describe('Karpenter', () => {
  beforeAll(() => write({ cluster: { compute: { type: 'karpenter' } } }));

  test('its chart stands before its pools are applied', () => {
    const { calls } = apply(['--yes', '--only', 'kubernetes']);
    const at = (text: string) => calls.findIndex((call) => call.startsWith(text));
    expect(at('helm upgrade --install karpenter-crd')).toBeGreaterThan(at('kubectl apply'));
    expect(at('helm upgrade --install karpenter oci')).toBeGreaterThan(at('helm upgrade --install karpenter-crd'));
    expect(at('kubectl kustomize ./kubernetes/layers/platform')).toBeGreaterThan(
      at('helm upgrade --install karpenter o'),
    );
  });
});
