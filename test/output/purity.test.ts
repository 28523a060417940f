import { execFile } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { version as engine } from 'cdktf/package.json';
import { ENGINE_VERSION } from '../../src/kit/terraform/engine';
import { Scratch } from '../support/directory';

const ROOT = join(__dirname, '../..');
const BUILT = join(ROOT, `dist/purity-${process.pid}.js`);
const execute = promisify(execFile);
const scratch = new Scratch();

/** Runs a program with this environment and no other; on a busy machine a build takes its time. */
const node = (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = ROOT) =>
  execute(process.execPath, [...args], { cwd, env: { PATH: process.env.PATH, ...env } });

beforeAll(() => node(['scripts/build.mjs', '--cli', '--outfile', BUILT]), 120_000);
afterAll(() => {
  for (const name of readdirSync(dirname(BUILT)))
    if (name.startsWith(basename(BUILT, '.js'))) rmSync(join(dirname(BUILT), name));
  scratch.remove();
});

/** Everything cdktf, cdk8s, Node and the C library are known to read. */
const ELSEWHERE: NodeJS.ProcessEnv = {
  TZ: 'Asia/Kathmandu',
  LANG: 'tr_TR.UTF-8',
  LC_ALL: 'tr_TR.UTF-8',
  HOME: '/nonexistent',
  USER: 'somebody',
  LOGNAME: 'somebody',
  HOSTNAME: 'elsewhere',
  NODE_ENV: 'production',
  DEBUG: '*',
  CDKTF_OUTDIR: '/nonexistent/out',
  CDKTF_CONTEXT_JSON: '{"cdktfRelativeModules":["x"],"excludeStackIdFromLogicalIds":"true"}',
  CDKTF_TARGET_STACK_ID: 'cluster',
  CDKTF_EXPERIMENTAL_HCL_OUTPUT: 'true',
  CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true',
  CDKTF_LOG_LEVEL: 'all',
  SYNTH_HCL_OUTPUT: 'true',
  CDK8S_DISABLE_SORT: '1',
  CDK8S_OUTDIR: '/nonexistent/out',
  CDK8S_RECORD_CONSTRUCT_METADATA: 'true',
  AWS_REGION: 'ap-south-1',
  AWS_PROFILE: 'other',
  TF_VAR_name: 'other',
  STAGECRAFT_STAGE: '2',
  SOURCE_DATE_EPOCH: '1',
};

test('synth gives the same bytes in any environment, directory and at any time', async () => {
  const args = (out: string) => [BUILT, 'synth', '--stage', '5', '--to', 'all', '--out', scratch.path(out)];
  await Promise.all([node(args('a')), node(args('b'), ELSEWHERE, scratch.root)]);
  expect(scratch.tree('b')).toEqual(scratch.tree('a'));
  const { 'terraform/cluster/cdk.tf.json': cluster = '' } = scratch.tree('a');
  expect(cluster).not.toContain(ROOT);
  expect(cluster).not.toContain(scratch.root);
}, 120_000);

test('generate gives the same bytes too, and synth of the bundle what the same flags give', async () => {
  const flags = ['--stage', '2', '--name', 'acme', '--region', 'eu-west-1', '--set', 'tags.owner=me'];
  await Promise.all([
    node([BUILT, 'generate', scratch.path('x/acme'), ...flags]),
    node([BUILT, 'generate', 'acme', ...flags], ELSEWHERE, scratch.root),
    node([BUILT, 'synth', ...flags, '--to', 'all', '--out', scratch.path('flags')]),
  ]);
  expect(scratch.tree('acme')).toEqual(scratch.tree('x/acme'));
  await node([BUILT, 'synth', '--bundle', 'acme', '--to', 'all', '--out', 'bundle'], ELSEWHERE, scratch.root);
  expect(scratch.tree('bundle')).toEqual(scratch.tree('flags'));
  const rendered = Object.entries(scratch.tree('acme')).filter(([path]) => /^(?:terraform|kubernetes)\//.test(path));
  expect(Object.fromEntries(rendered)).toEqual(
    Object.fromEntries(Object.entries(scratch.tree('flags')).filter(([path]) => !path.startsWith('.stagecraft/'))),
  );
}, 120_000);

test("cdktf's own command line is given the same stacks", async () => {
  expect(ENGINE_VERSION).toBe(engine);
  await node(['scripts/cdktf.mjs'], { CDKTF_OUTDIR: scratch.path('cdktf') });
  await node([BUILT, 'synth', '--to', 'terraform', '--out', scratch.path('terraform')]);
  const manifest = (path: string) => JSON.parse(scratch.read(path)).stacks;
  const [theirs, ours] = [manifest('cdktf/manifest.json'), manifest('terraform/manifest.json')];
  expect(Object.keys(theirs).sort()).toEqual(Object.keys(ours).sort());
  for (const [name, { synthesizedStackPath, dependencies }] of Object.entries<any>(theirs)) {
    expect(dependencies).toEqual(ours[name].dependencies);
    const { '//': comment, ...document } = JSON.parse(scratch.read(`cdktf/${synthesizedStackPath}`));
    expect(document).toEqual(JSON.parse(scratch.read(`terraform/${name}/cdk.tf.json`)));
    expect(comment.metadata).toEqual({ version: engine, stackName: name, backend: 's3' });
  }
}, 120_000);
