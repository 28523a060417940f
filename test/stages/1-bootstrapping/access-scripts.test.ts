import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import type { RawConfig } from '../../../src/config';
import { Scratch } from '../../support/directory';
import { starterFiles } from '../../support/synth';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

/** Puts a program on the PATH that writes down its arguments and answers by the first words it knows. */
function stub(name: string, answers: Record<string, string> = {}, fails: readonly string[] = []): void {
  const cases = [
    ...fails.map((words) => `  '${words}'*) exit 1 ;;`),
    ...Object.entries(answers).map(([words, answer]) => `  '${words}'*) printf '%s\\n' '${answer}' ;;`),
  ];
  const path = scratch.write(
    `bin/${name}`,
    `#!/bin/bash\nprintf '%s\\n' "${name} $*" >>"$CALLS"\ncase "$*" in\n${cases.join('\n')}\n*) ;;\nesac\n`,
  );
  chmodSync(path, 0o755);
}

async function run(script: string, raw: RawConfig, args: readonly string[] = [], env: Record<string, string> = {}) {
  const text = (await starterFiles(raw)).find(({ path }) => path === `scripts/${script}`)?.text ?? '';
  const path = scratch.write(script, text);
  scratch.write('calls', '');
  const { status, stderr } = spawnSync('bash', [path, ...args], {
    encoding: 'utf8',
    env: {
      ...env,
      PATH: `${scratch.path('bin')}:/usr/bin:/bin`,
      HOME: scratch.path('home'),
      CALLS: scratch.path('calls'),
    },
  });
  return { status, stderr, calls: scratch.read('calls').trim().split('\n') };
}

describe('connect.sh', () => {
  const WORKS = {
    'sts get-caller-identity': '111122223333',
    'eks describe-cluster': 'https://abc.gr7.us-east-1.eks.amazonaws.com',
    'ec2 describe-instances': 'i-0123456789abcdef0',
  };

  beforeEach(() => {
    stub('kubectl', { '--kubeconfig': 'arn:aws:eks:us-east-1:111122223333:cluster/demo' });
    stub('session-manager-plugin');
  });

  test('finds the instance by its tag and forwards the port to the API by its own name', async () => {
    stub('aws', WORKS);
    const { status, calls } = await run('connect.sh', {});
    expect(status).toBe(0);
    expect(calls).toContain(
      'aws ec2 describe-instances --region us-east-1 --output text --filters Name=tag:stagecraft:way-to,Values=demo Name=instance-state-name,Values=running --query Reservations[].Instances[].InstanceId | [0]',
    );
    expect(calls.at(-1)).toBe(
      'aws ssm start-session --region us-east-1 --target i-0123456789abcdef0 --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters host=abc.gr7.us-east-1.eks.amazonaws.com,portNumber=443,localPortNumber=8443',
    );
    const config = `${scratch.path('home')}/.config/demo-tunnel.kubeconfig`;
    expect(calls).toContain(
      `kubectl --kubeconfig ${config} config set-cluster arn:aws:eks:us-east-1:111122223333:cluster/demo --server=https://127.0.0.1:8443 --tls-server-name=abc.gr7.us-east-1.eks.amazonaws.com`,
    );
  });

  test('signs in as another role if one is named, as break-glass does', async () => {
    stub('aws', WORKS);
    const role = 'arn:aws:iam::111122223333:role/demo-break-glass';
    const kubeconfig = (calls: readonly string[]) => calls.find((call) => call.includes('update-kubeconfig'));
    expect(kubeconfig((await run('connect.sh', {})).calls)).not.toContain('--role-arn');
    expect(kubeconfig((await run('connect.sh', {}, [], { CONNECT_ROLE_ARN: role })).calls)).toMatch(
      new RegExp(`--alias demo-tunnel --role-arn ${role}$`),
    );
  });

  test("the port is the configuration's, or the one given", async () => {
    stub('aws', WORKS);
    const raw = { privateAccess: { localPort: 9443 } };
    expect((await run('connect.sh', raw)).calls.at(-1)).toContain('localPortNumber=9443');
    expect((await run('connect.sh', raw, ['7000'])).calls.at(-1)).toContain('localPortNumber=7000');
    expect(await run('connect.sh', raw, ['x'])).toMatchObject({
      status: 1,
      stderr: "connect: 'x' is no port; usage: scripts/connect.sh [PORT]\n",
    });
  });

  test.each([
    [
      { 'sts get-caller-identity': '999' },
      [],
      'these credentials are for account 999, this bundle is for 111122223333',
    ],
    [{}, ['sts get-caller-identity'], 'no AWS credentials; sign in first'],
    [{}, ['eks describe-cluster'], 'there is no cluster demo in us-east-1'],
    [
      { 'ec2 describe-instances': 'None' },
      [],
      'the way to demo has no running instance; see runbooks/reach-the-cluster.md',
    ],
  ])('%j, failing %j: says what is wrong and opens nothing', async (answers, fails, message) => {
    stub('aws', { ...WORKS, ...answers }, fails);
    const { status, stderr, calls } = await run('connect.sh', {});
    expect({ status, stderr }).toEqual({ status: 1, stderr: `connect: ${message}\n` });
    expect(calls.filter((call) => call.includes('start-session'))).toEqual([]);
  });

  test('is there only where there is a tunnel', async () => {
    for (const type of ['runner', 'none']) {
      const files = await starterFiles({ privateAccess: { type } });
      expect(files.map(({ path }) => path)).not.toContain('scripts/connect.sh');
    }
  });
});

describe('bootstrap-state.sh', () => {
  const ACCOUNT = { 'sts get-caller-identity': '111122223333' };

  test('makes the bucket where it is missing, and puts every setting on it', async () => {
    stub('aws', ACCOUNT, ['s3api head-bucket']);
    const { status, calls } = await run('bootstrap-state.sh', { region: 'eu-west-1' });
    expect(status).toBe(0);
    const verbs = calls.map((call) => call.split(' ')[2]);
    expect(verbs).toEqual([
      'get-caller-identity',
      'head-bucket',
      'create-bucket',
      'put-public-access-block',
      'put-bucket-ownership-controls',
      'put-bucket-versioning',
      'put-bucket-encryption',
      'put-bucket-lifecycle-configuration',
      'put-bucket-policy',
    ]);
    expect(calls[2]).toContain('--create-bucket-configuration LocationConstraint=eu-west-1');
    for (const call of calls.slice(3)) expect(call).toContain('--expected-bucket-owner 111122223333');
    const policy = JSON.parse(/--policy (.*)$/.exec(calls.at(-1) ?? '')?.[1] ?? '');
    expect(policy.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('leaves a bucket that is there, and us-east-1 is not named to create-bucket', async () => {
    stub('aws', ACCOUNT);
    expect((await run('bootstrap-state.sh', {})).calls.join('\n')).not.toContain('create-bucket');
    stub('aws', ACCOUNT, ['s3api head-bucket']);
    expect((await run('bootstrap-state.sh', {})).calls[2]).not.toContain('LocationConstraint');
  });

  test('a key of the team encrypts the states', async () => {
    stub('aws', ACCOUNT);
    const kmsKeyId = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
    const { calls } = await run('bootstrap-state.sh', { state: { type: 's3', kmsKeyId } });
    expect(calls.find((call) => call.includes('put-bucket-encryption'))).toContain(
      `{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"${kmsKeyId}"}`,
    );
  });

  test.each([
    [
      { 'sts get-caller-identity': '999' },
      [],
      'these credentials are for account 999, this bundle is for 111122223333',
    ],
    [
      ACCOUNT,
      ['s3api head-bucket', 's3api create-bucket'],
      'bucket demo-tfstate-111122223333-us-east-1 cannot be made: another account may have the name; set state.bucket in stagecraft.yaml',
    ],
  ])('%j, failing %j: stops', async (answers, fails, message) => {
    stub('aws', answers, fails);
    const { status, stderr, calls } = await run('bootstrap-state.sh', {});
    expect({ status, stderr }).toEqual({ status: 1, stderr: `bootstrap-state: ${message}\n` });
    expect(calls.join('\n')).not.toContain('put-');
  });
});

test('both are clean for shellcheck, where it is there', async () => {
  const found = spawnSync('shellcheck', ['--version']).status === 0;
  if (!found) return;
  for (const { path, text } of await starterFiles())
    if (/connect|bootstrap/.test(path)) execFileSync('shellcheck', ['-'], { input: text });
});
