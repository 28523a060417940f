import { TokenMap } from 'cdktf/lib/tokens/private/token-map';

interface Tokens {
  readonly stringTokenMap: Map<string, unknown>;
  readonly numberTokenMap: Map<number, unknown>;
}

let running = 0;
let before = { strings: 0, numbers: 0 };

/**
 * Runs what builds and resolves stacks, and forgets their tokens afterwards: cdktf keeps every token of a process, and with
 * it the stack it stands in. A token that is used after that is an error of cdktf, never a wrong text. May be nested and
 * overlap; the last one that ends forgets for all.
 */
export async function forgettingTokens<T>(build: () => Promise<T>): Promise<T> {
  const tokens = TokenMap.instance() as unknown as Tokens;
  if (running++ === 0) before = { strings: tokens.stringTokenMap.size, numbers: tokens.numberTokenMap.size };
  try {
    return await build();
  } finally {
    if (--running === 0) {
      shrink(tokens.stringTokenMap, before.strings);
      shrink(tokens.numberTokenMap, before.numbers);
    }
  }
}

/** Leaves the entries that were there first. */
function shrink<K>(map: Map<K, unknown>, size: number): void {
  for (const key of [...map.keys()].slice(size)) map.delete(key);
}
