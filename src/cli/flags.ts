import type { ConfigRequest } from '../config';
import type { Arguments, Flag } from './verb';

/** Flags that stand in for, or over, keys of stagecraft.yaml. */
export const configFlags: Readonly<Record<string, Flag>> = {
  stage: { type: 'string', value: 'N', summary: 'stages 1 to N; wins over the file' },
  name: { type: 'string', summary: 'name of the cluster; wins over the file' },
  region: { type: 'string', summary: 'AWS region; wins over the file' },
  set: {
    type: 'list',
    value: 'path=value',
    summary: 'any key of stagecraft.yaml by dotted path, its value read as YAML; may be repeated',
  },
};

export const bundleFlag: Readonly<Record<string, Flag>> = {
  bundle: { type: 'string', value: 'DIR', summary: 'bundle whose stagecraft.yaml is read; without it, flags alone' },
};

/** Flags every verb takes. */
export const commonFlags: Readonly<Record<string, Flag>> = {
  json: { type: 'boolean', summary: 'print one JSON document instead of text, faults included' },
};

/** The configuration a command line asks for. */
export function configRequest(args: Arguments, bundle = text(args, 'bundle')): ConfigRequest {
  return {
    bundle,
    stage: text(args, 'stage'),
    name: text(args, 'name'),
    region: text(args, 'region'),
    set: list(args, 'set'),
  };
}

export function text(args: Arguments, flag: string): string | undefined {
  const value = args[flag];
  return typeof value === 'string' ? value : undefined;
}

/** A flag the parser has made sure of. */
export function required(args: Arguments, flag: string): string {
  const value = text(args, flag);
  if (value === undefined) throw new Error(`the parser let a missing ${flag} through`);
  return value;
}

export function list(args: Arguments, flag: string): readonly string[] {
  const value = args[flag];
  return Array.isArray(value) ? value.map(String) : [];
}

export function on(args: Arguments, flag: string): boolean {
  return args[flag] === true;
}
