// What the command line costs, as a multiple of loading cdktf and cdk8s and nothing else: `npm run bench [-- rounds [words of a row]]`.
// Every command runs as a process of its own, in turn with the bare load, and what counts is the median of the ratios of
// one round: other work on the machine slows both. CPU is all threads, user and system.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [rounds = '15', only = ''] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const out = join(work, 'out');
const bundle = join(work, 'bundle');
const cli = join(root, 'dist/stagecraft.js');
/** The same without a code cache, as after an install. */
const fresh = join(work, 'package/dist');

const COMMANDS = {
  'synth --stage 5 --to all': [cli, 'synth', '--stage', '5', '--to', 'all', '--out', out],
  'the same, first run after an install': [
    join(fresh, 'stagecraft.js'),
    'synth',
    '--stage',
    '5',
    '--to',
    'all',
    '--out',
    out,
  ],
  'synth --stage 1 --to all': [cli, 'synth', '--stage', '1', '--to', 'all', '--out', out],
  'synth --stage 5 --to yaml': [cli, 'synth', '--stage', '5', '--to', 'yaml', '--out', out],
  'synth --stage 5 --to terraform': [cli, 'synth', '--stage', '5', '--to', 'terraform', '--out', out],
  'generate --stage 5': [cli, 'generate', bundle, '--stage', '5', '--name', 'acme', '--region', 'eu-west-1'],
  'validate --stage 5': [cli, 'validate', '--stage', '5'],
  'diff --stage 2': [cli, 'diff', '--stage', '2'],
  stages: [cli, 'stages'],
  '--help': [cli, '--help'],
};
const BARE = ['-e', "require('cdktf'); require('cdk8s')"];

/** What a process says of itself when it ends: the time of all its threads. */
const HOOK = join(work, 'hook.cjs');
writeFileSync(HOOK, "process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(process.cpuUsage())));");

function prepare() {
  for (const directory of [out, bundle]) rmSync(directory, { recursive: true, force: true });
  for (const name of readdirSync(fresh)) if (name.endsWith('.cache')) rmSync(join(fresh, name));
}

function measure(args) {
  prepare();
  const start = process.hrtime.bigint();
  const { status, output, stderr } = spawnSync(process.execPath, ['--require', HOOK, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${args.join(' ')}: exit ${status}\n${stderr}`);
  const { user, system } = JSON.parse(String(output[3]));
  return { wall, cpu: (user + system) / 1000 };
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const ms = (number) => number.toFixed(0).padStart(6);
const times = (number) => number.toFixed(2).padStart(6);

for (const part of ['dist', 'templates']) cpSync(join(root, part), join(work, 'package', part), { recursive: true });
console.log(
  `node ${process.version}, ${rounds} rounds; times in ms, medians; ratio to the bare load, median (least to most)`,
);
console.log('  wall    cpu   wall ratio            cpu ratio');
for (const [name, args] of Object.entries(COMMANDS).filter(([key]) => key.includes(only))) {
  measure(args);
  measure(BARE);
  const pairs = Array.from({ length: Number(rounds) }, () => [measure(args), measure(BARE)]);
  const column = (key) => {
    const ratios = sorted(pairs.map(([ours, bare]) => ours[key] / bare[key]));
    return `${times(median(ratios))} (${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)})`;
  };
  const middle = (key) => ms(median(pairs.map(([ours]) => ours[key])));
  console.log(`${middle('wall')} ${middle('cpu')} ${column('wall')} ${column('cpu')}  ${name}`);
}
