import { UserError } from '../kit/errors';
import { type Explain, finish } from './finish';
import { terraformKeys } from './lists';
import type { Action, Bundle, Change, StackSide } from './model';
import { judge } from './rules/rule';
import { TERRAFORM_RULES } from './rules/terraform';
import { byCodePoint, compareValues, isMap } from './values';

interface Block {
  readonly address: string;
  /** Resource type, or the section of the file. */
  readonly type: string;
  readonly value: unknown;
}

/** Sections whose blocks are addressed one by one, and what stands before their address. */
const GROUPS: Readonly<Record<string, string>> = { resource: '', data: 'data.', ephemeral: 'ephemeral.' };
const NAMED: Readonly<Record<string, string>> = {
  module: 'module',
  output: 'output',
  variable: 'var',
  locals: 'local',
  provider: 'provider',
  check: 'check',
};

/** Changes of the Terraform side: a block is the same if stack and address are. */
export function compareTerraform(before: Bundle, after: Bundle, explain: Explain): Change[] {
  const [old, now] = [stacksOf(before), stacksOf(after)];
  const names = [...new Set([...after.terraform, ...before.terraform].map(({ name }) => name))];
  return names.flatMap((name) => compareStack(name, old.get(name), now.get(name), explain));
}

function stacksOf({ terraform }: Bundle): Map<string, StackSide> {
  const found = new Map<string, StackSide>();
  for (const stack of terraform) {
    if (found.has(stack.name)) throw new UserError({ where: `stack ${stack.name}`, what: 'is there twice' });
    found.set(stack.name, stack);
  }
  return found;
}

function compareStack(name: string, before: StackSide | undefined, after: StackSide | undefined, explain: Explain) {
  const [old, now] = [blocksOf(before), blocksOf(after)];
  const addresses = [...new Set([...old.keys(), ...now.keys()])].sort(byCodePoint);
  return addresses.flatMap((address): Change[] => {
    const [a, b] = [old.get(address), now.get(address)];
    const differences = a && b ? compareValues(a.value, b.value, terraformKeys) : [];
    if (a && b && differences.length === 0) return [];
    const action: Action = !a ? 'added' : b ? 'changed' : 'removed';
    const subject = {
      type: (b ?? a)?.type ?? '',
      action,
      before: mapOf(a?.value),
      after: mapOf(b?.value),
      differences,
      readers: [],
    };
    const owner = after?.owners?.[address] ?? before?.owners?.[address];
    return [
      finish({
        side: 'terraform',
        action,
        identity: { stack: name, address },
        name: `${name}/${address}`,
        verdicts: judge(subject, TERRAFORM_RULES),
        why: explain(owner),
        differences,
      }),
    ];
  });
}

function mapOf(value: unknown) {
  return isMap(value) ? value : undefined;
}

function blocksOf(stack: StackSide | undefined): Map<string, Block> {
  const found = new Map<string, Block>();
  for (const [section, part] of Object.entries(stack?.document ?? {}))
    for (const block of sectionBlocks(section, part)) found.set(block.address, block);
  return found;
}

function sectionBlocks(section: string, part: unknown): Block[] {
  const [group, named] = [GROUPS[section], NAMED[section]];
  if (group !== undefined && isMap(part))
    return Object.entries(part).flatMap(([type, blocks]) =>
      isMap(blocks)
        ? Object.entries(blocks).map(([id, value]) => ({
            address: `${group}${type}.${id}`,
            type: group === '' ? type : section,
            value,
          }))
        : [],
    );
  if (named !== undefined && isMap(part))
    return Object.entries(part).map(([id, value]) => ({ address: `${named}.${id}`, type: section, value }));
  return part === undefined ? [] : [{ address: section, type: section, value: part }];
}
