import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { markdownCode, markdownText, renderText, shellWord, templates, yamlScalar } from '../../src/kit/templates';

const nasty = `it's $HOME \`id\` "x" \\ ${'$'}{y} %{z}\n* <b> | # &`;

describe('quoting', () => {
  test('a shell word comes out of the shell as it went in', () => {
    const out = execFileSync('sh', ['-c', `printf %s ${shellWord(nasty)}`], { encoding: 'utf8' });
    expect(out).toBe(nasty);
  });

  test('a plain shell word stays readable', () => {
    expect(shellWord('s3://acme-tfstate/a_b.c')).toBe('s3://acme-tfstate/a_b.c');
    expect(shellWord('')).toBe("''");
    expect(shellWord('-rf')).toBe('-rf');
  });

  test('a YAML scalar reads back as the same value', () => {
    for (const value of [nasty, '111122223333', 'no', true, 3, ['a', 'b']])
      expect(parse(`key: ${yamlScalar(value)}`)).toEqual({ key: value });
  });

  test('Markdown shows a value as it is', () => {
    expect(markdownText('a_b *c* <d> | [e](f)')).toBe('a\\_b \\*c\\* &#60;d&#62; \\| \\[e\\](f)');
    expect(markdownText('two\nlines')).toBe('two lines');
  });

  test('a code span is fenced by more backticks than it holds', () => {
    expect(markdownCode('ls')).toBe('`ls`');
    expect(markdownCode('a``b')).toBe('```a``b```');
    expect(markdownCode('`a`')).toBe('`` `a` ``');
  });
});

describe('renderText', () => {
  test('quotes for the language of the file', () => {
    const values = { name: "a'b_c" };
    expect(renderText('echo <%= it.name %>', values, 'shell', 'x.sh')).toBe("echo 'a'\\''b_c'");
    expect(renderText('- <%= it.name %>', values, 'markdown', 'x.md')).toBe("- a'b\\_c");
    expect(renderText('n: <%= it.name %>', values, 'yaml', 'x.yaml')).toBe(`n: "a'b_c"`);
    expect(renderText('n <%= it.name %>', values, 'plain', 'CODEOWNERS')).toBe("n a'b_c");
  });

  test('keeps the line break after a value and drops the one after code that asks for it', () => {
    const text = '<% for (const n of it.names) { -%>\n- <%= n %>\n<% } -%>\nend\n';
    expect(renderText(text, { names: ['a', 'b'] }, 'markdown', 'x.md')).toBe('- a\n- b\nend\n');
  });

  test('quotes for another language on demand', () => {
    expect(renderText('run <%~ sh(it.n) %> in <%~ code(it.n) %>', { n: 'a b' }, 'markdown', 'x.md')).toBe(
      "run 'a b' in `a b`",
    );
  });

  test('refuses a value nobody gave', () => {
    expect(() => renderText('<%= it.nam %>', { name: 'a' }, 'plain', 'x')).toThrow('template x: no value for nam');
    expect(() => renderText('<%= it.name %>', { name: undefined }, 'plain', 'x')).toThrow(
      'template x: cannot insert undefined',
    );
  });
});

describe('templates', () => {
  test('an unknown folder is an error', () => {
    expect(() => templates('no-such-folder', {})).toThrow('no-such-folder');
  });

  test('a leading underscore is a dot, and what is not selected is left out', () => {
    const files = templates(
      '1-bootstrapping',
      { review: ['a_b'] },
      { into: 'x', select: (path) => path.startsWith('.github') },
    );
    expect(files.map(({ path }) => path)).toEqual(['x/.github/pull_request_template.md']);
    expect(files[0]?.text).toContain('- [ ] a\\_b\n');
  });
});
