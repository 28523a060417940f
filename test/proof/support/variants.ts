import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { RawConfig } from '../../../src/config';
import { renderKubernetes, renderTerraform } from '../../../src/output/render';
import { synth } from '../../support/synth';
import { writeTree } from './tree';

const FOLDER = join(__dirname, '../../variants');

/** Names of the configurations the proofs go through; each is a stagecraft.yaml in test/variants. */
export const variantNames: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => basename(file, '.yaml'))
  .sort();

export function variant(name: string): RawConfig {
  return (parse(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')) ?? {}) as RawConfig;
}

/** Writes both directories of a configuration into a temporary directory, as `synth --to all` would. */
export async function writeVariant(raw: RawConfig): Promise<{ terraform: string; kubernetes: string }> {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-proof-'));
  const synthesis = await synth(raw);
  const terraform = join(root, 'terraform');
  const kubernetes = join(root, 'kubernetes');
  writeTree(terraform, renderTerraform(synthesis.terraform));
  writeTree(kubernetes, renderKubernetes(synthesis.kubernetes, synthesis.images));
  return { terraform, kubernetes };
}
