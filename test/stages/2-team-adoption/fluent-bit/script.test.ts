import { redactions, shapeScript, streams } from '../../../../stages/2-team-adoption';
import type { CollectionConfig } from '../../../../stages/2-team-adoption/logging';
import { loggingConfig } from '../../../../stages/2-team-adoption/logging';
import { LuaScript, type LuaValue } from '../../../support/lua';

const TIME = { sec: 1795282482, nsec: 7 };
const script = (redact: CollectionConfig['redact'], logging: object = {}) =>
  new LuaScript(shapeScript({ redact, streams: streams(loggingConfig.parse(logging)), steps: 20_000 }));
const shaped = (lua: LuaScript, record: Record<string, LuaValue>, tag = 'kube.shop.web.v2-1.app.0a-1b') =>
  lua.call('shape', 3, tag, TIME, record)[2] as Record<string, unknown>;
const message = (lua: LuaScript, text: string | Uint8Array) => shaped(lua, { message: text }).message;
const replaced = (pattern: string, text: string) => message(script([{ pattern, by: '<>' }]), text);

test('the record is changed and its time is left alone', () => {
  const [code] = script([]).call('shape', 3, 'kube.a.b.c.d', TIME, { message: 'x', logtag: 'F' });
  expect(code).toBe(2);
});

test('what only the collector needs is taken out', () => {
  const record = {
    message: 'x',
    stream: 'stdout',
    logtag: 'F',
    kubernetes: { pod_name: 'web', docker_id: '0a-1b', container_hash: 'sha256:0', labels: { team: 'shop' } },
  };
  expect(shaped(script([]), record)).toEqual({
    message: 'x',
    stream: 'stdout',
    kubernetes: { pod_name: 'web', labels: { team: 'shop' } },
    log_stream: 'logs-kubernetes-default',
    log_id: expect.stringMatching(/^app\.0a-1b\.1795282482\.000000007\.\d{11,20}$/),
  });
});

test('a message that is missing or no text does not stop it', () => {
  const lua = script(['email']);
  expect(shaped(lua, {}).message).toBe('');
  expect(shaped(lua, { message: 5 }).message).toMatch(/^5/);
});

describe('bytes that are no text', () => {
  const lua = script([]);
  const bytes = (...all: number[]) => Uint8Array.from(all);

  test.each([
    ['plain text', bytes(0x61, 0x00, 0x1b, 0x7f), 'a\u0000\u001b\u007f'],
    ['bytes that begin nothing', bytes(0xff, 0xfe, 0x80, 0x41), '\ufffd\ufffd\ufffdA'],
    ['a character that ends too early', bytes(0x41, 0xe2, 0x82), 'A\ufffd\ufffd'],
    ['forms longer than need be', bytes(0xc0, 0xaf, 0xe0, 0x80, 0xaf), '\ufffd'.repeat(5)],
    ['halves of a pair', bytes(0xed, 0xa0, 0x80), '\ufffd'.repeat(3)],
    ['beyond the last character', bytes(0xf4, 0x90, 0x80, 0x80), '\ufffd'.repeat(4)],
    ['characters of two, three and four bytes', Buffer.from('grüße 日本 😀 \u{10ffff}'), 'grüße 日本 😀 \u{10ffff}'],
  ])('%s', (_, input, output) => {
    expect(message(lua, input)).toBe(output);
  });
});

describe('redaction', () => {
  test.each([
    ['bearer-token', 'Authorization: BEARER abcdefghijklmnop0123, next', 'Authorization: BEARER [bearer-token], next'],
    ['bearer-token', 'bearer short', 'bearer short'],
    ['aws-access-key', 'id AKIAABCDEFGHIJKLMNOP, xAKIAABCDEFGHIJKLMNOP', 'id [aws-access-key], xAKIAABCDEFGHIJKLMNOP'],
    [
      'private-key',
      'a -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----',
      'a [private-key]-----END RSA PRIVATE KEY-----',
    ],
    ['email', 'of me@example.org and you@a.b.de.', 'of [email] and [email].'],
    ['card-number', 'paid 4111 1111-1111 1111 today, 123', 'paid [card-number] today, 123'],
  ])('%s: %s', (name, input, output) => {
    expect(message(script([name]), input)).toBe(output);
  });

  test('one after the other, each on what the one before left', () => {
    const lua = script([
      { pattern: 'a+', by: 'b' },
      { pattern: 'b', by: '\\0%1' },
    ]);
    expect(message(lua, 'xaay')).toBe('x\\0%1y');
  });

  test('every pattern that is built in can be taken apart', () => {
    expect(() => script(Object.keys(redactions) as CollectionConfig['redact'])).not.toThrow();
  });

  test('what could be searched for ever is withheld, not let through', () => {
    expect(replaced('(?:a+)+$', `${'a'.repeat(40)}!`)).toBe('[withheld: looking for secrets in it took too long]');
  });

  test('a long line is searched', () => {
    const text = `${'abcdefghijklmno '.repeat(128)}me@example.org`;
    expect(message(script(['email', 'bearer-token']), text)).toBe(text.replace('me@example.org', '[email]'));
  });
});

describe('a pattern means what it means to JavaScript', () => {
  const agree = (pattern: string, text: string, flags = 'gm') =>
    expect([pattern, text, replaced(pattern, text)]).toEqual([
      pattern,
      text,
      text.replace(new RegExp(pattern, flags), (match) => (match === '' ? '' : '<>')),
    ]);

  test.each([
    ['a|bc|', 'abcabc'],
    ['(?:ab)+?c', 'ababcabc'],
    ['a{2}b{1,}c{0,2}', 'aabbccc aabc aab'],
    ['(?<word>foo|f)(?=o)', 'foo fooo'],
    ['(?<!x)ab(?!c)', 'xab ab abc'],
    ['(?<=a|bc|\\d{1,3})z', 'az bcz 12z cz z'],
    ['^\\s*#.*$', '# a\n  # b\nc # d'],
    ['\\bcat\\B', 'cat cats concat'],
    ['[^a-c\\s-]+', 'abc-def ghi'],
    ['[\\w.+-]+', 'a.b+c-d e'],
    ['\\x41\\u0042[\\x43-\\x45]', 'ABC ABD ABF'],
    ['(?:a*)*b', 'aaab b'],
    ['(?:(?:a|ab)(?:c|bcd))+', 'abcd acabcd'],
    ['(?:x(?:y){2,3}z?){2}', 'xyyxyyyz xyy'],
    ['\\.\\*\\/\\{\\}\\[\\]', '.*/{}[]'],
  ])('%s', (pattern, text) => agree(pattern, text));

  test.each([
    ['.', 'ü日😀\n'],
    ['[^x]+', 'ü日x😀'],
    ['[ä-ü]+|😀{2}', 'öä 😀😀'],
    ['(?<=日.)a', '日😀a日a'],
  ])('character by character, not byte by byte: %s', (pattern, text) => agree(pattern, text, 'gmu'));

  test('case is ignored where it is asked for, and nowhere else', () => {
    expect(replaced('a(?i)b[c-d](?:e|f)|g', 'aBDF AB Gg')).toBe('<> AB <><>');
    expect(replaced('a(?i:b)c', 'aBc aBC')).toBe('<> aBC');
    expect(replaced('\\Aa|a\\z', 'aaa')).toBe('<>a<>');
  });

  test('two hundred patterns that nobody thought of', () => {
    const next = generator(7);
    for (let count = 0; count < 200; count++) {
      const pattern = randomPattern(next, 2);
      const text = Array.from({ length: 12 }, () => 'abc1 -'[next(6)]).join('');
      agree(pattern, text);
    }
  });
});

describe('the stream', () => {
  const logging = { tenants: { shop: { namespaces: ['cart', 'end'] } } };
  const streamOf = (lua: LuaScript, tag: string) => shaped(lua, { message: 'x' }, tag).log_stream;

  test('of a tenant, or that of all', () => {
    const lua = script([], logging);
    expect(
      ['kube.cart.web.app.0a', 'kube.end.web.app.0a', 'kube.other.cart.app.0a', 'kube..x', 'x'].map((tag) =>
        streamOf(lua, tag),
      ),
    ).toEqual([
      'logs-kubernetes-shop',
      'logs-kubernetes-shop',
      'logs-kubernetes-default',
      'logs-kubernetes-default',
      'logs-kubernetes-default',
    ]);
  });

  test('of the namespace, where each has one', () => {
    const lua = script([], { ...logging, streamPer: 'namespace' });
    expect(['kube.cart.w.a.0', 'kube.other.w.a.0', 'kube.No_name.w.a.0'].map((tag) => streamOf(lua, tag))).toEqual([
      'logs-kubernetes-shop',
      'logs-kubernetes-ns-other',
      'logs-kubernetes-default',
    ]);
  });
});

/** Numbers that look like chance and are the same every time: a linear congruential generator with the constants of Numerical Recipes. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomPattern(next: (below: number) => number, depth: number): string {
  const atoms = ['a', 'b', '1', '[ab]', '[^a]', '\\d', '\\w', '\\s', '.', '\\b', '^', '$'];
  const inner = () => randomPattern(next, depth - 1);
  const atom = () => {
    const kind = depth > 0 ? next(8) : 0;
    if (kind === 1) return `(?:${inner()})`;
    if (kind === 2) return `(?=${inner()})`;
    if (kind === 3) return `(?:${inner()}|${inner()})`;
    return atoms[next(atoms.length)] ?? 'a';
  };
  return Array.from({ length: 1 + next(2) }, () => {
    const part = atom();
    if (/^(?:\\b|\^|\$|\(\?=)/.test(part)) return part;
    const times = part.startsWith('(') ? ['', '?', '{1,2}', '{0,2}?'] : ['', '', '*', '+', '?', '{1,2}', '*?', '+?'];
    return part + (times[next(times.length)] ?? '');
  }).join('');
}
