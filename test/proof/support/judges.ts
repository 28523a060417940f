import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A program that judges our output. It is found on the PATH, or, where an environment variable is named, by the command
 * that variable holds.
 */
export interface Judge {
  /** Name used in `not judged: …` and in PROOF_REQUIRE. */
  readonly name: string;
  /** Environment variable with the command, for judges that are no ordinary program on the PATH. */
  readonly variable?: string;
}

/** Path or command of a judge, if this machine has it. */
export function findJudge({ name, variable }: Judge): string | undefined {
  if (variable) return process.env[variable] || undefined;
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this directory
    }
  }
  return undefined;
}

/** Whether PROOF_REQUIRE, a comma-separated list of names or `all`, demands this judge. */
export function isRequired({ name }: Judge): boolean {
  const required = (process.env.PROOF_REQUIRE ?? '').split(',').map((entry) => entry.trim());
  return required.includes(name) || required.includes('all');
}

/**
 * Tests that need judges. Where one is missing they are replaced by one test that says what was not judged, and fails
 * if the judge is required.
 */
export function judged(judges: readonly Judge[], title: string, tests: (...paths: string[]) => void): void {
  const missing = judges.filter((judge) => !findJudge(judge));
  if (missing.length === 0) {
    describe(title, () => tests(...judges.map((judge) => findJudge(judge) ?? '')));
    return;
  }
  const names = missing.map(({ name }) => name).join(', ');
  test(`not judged: ${names} (${title})`, () => {
    process.stderr.write(`not judged: ${names} (${title})\n`);
    const required = missing.filter(isRequired).map(({ name }) => name);
    if (required.length > 0) throw new Error(`required but missing: ${required.join(', ')}`);
  });
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; never throws on a non-zero exit. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Runs a program and fails the test with its output unless it exits with 0. */
export async function pass(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  const outcome = await run(command, args, options);
  if (outcome.code !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} exited with ${outcome.code}\n${outcome.stdout.slice(-6000)}\n${outcome.stderr.slice(-6000)}`,
    );
  }
  return outcome;
}
