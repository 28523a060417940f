import type { Fault } from '../kit/errors';
import { type Origins, placed } from './origin';
import { dotted, isMap, type Path } from './path';

/** Keys that reach into JavaScript itself. */
const RESERVED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** How cdktf marks a value it fills in later; text of a user's must never look like one. */
const TOKEN = 'TfToken[';

/** Faults no schema states: they hold for every key and every text, whatever the key is. */
export function hygiene(config: unknown, origins: Origins, path: Path = []): Fault[] {
  if (Array.isArray(config)) return config.flatMap((item, i) => hygiene(item, origins, [...path, i]));
  if (isMap(config))
    return Object.keys(config).flatMap((key) => [
      ...badKey([...path, key], origins),
      ...hygiene(config[key], origins, [...path, key]),
    ]);
  const what = typeof config === 'string' ? badText(config) : badNumber(config);
  if (!what) return [];
  return [
    placed(
      {
        where: dotted(path),
        what: what.what,
        got: typeof config === 'number' ? String(config) : config,
        allowed: what.allowed,
        next: what.next,
      },
      origins(path),
    ),
  ];
}

function badKey(path: Path, origins: Origins): Fault[] {
  const key = String(path.at(-1));
  const bad = RESERVED.includes(key)
    ? { what: 'cannot be a key', allowed: 'any key but __proto__, constructor and prototype', next: 'rename it' }
    : badText(key);
  return bad ? [placed({ where: dotted(path), got: key, ...bad }, origins(path, 'key'))] : [];
}

function badText(text: string) {
  if (text.includes(TOKEN))
    return {
      what: 'contains a mark that cdktf keeps for itself',
      allowed: `text without ${TOKEN}`,
      next: `remove ${TOKEN}`,
    };
  // Line break and tab may stand in block text; whatever else no terminal or file should ever see.
  if (/(?![\n\t])[\p{Cc}\u2028\u2029]/u.test(text))
    return {
      what: 'contains a control character',
      allowed: 'text without control characters',
      next: 'remove it, it shows as \\u above',
    };
  if (/\p{Surrogate}/u.test(text))
    return { what: 'contains half a character', allowed: 'well-formed Unicode', next: 'write the text again' };
  return undefined;
}

function badNumber(value: unknown) {
  if (typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER))
    return undefined;
  return {
    what: 'is not a number that can be kept exactly',
    allowed: `a number up to ${Number.MAX_SAFE_INTEGER}`,
    next: 'put it in quotes if it is text',
  };
}

/** The same configuration without what `hygiene` refuses as a key, so that the schema can judge the rest. */
export function withoutReserved(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(withoutReserved);
  if (!isMap(config)) return config;
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => !RESERVED.includes(key))
      .map(([key, value]) => [key, withoutReserved(value)]),
  );
}
