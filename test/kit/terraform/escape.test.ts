import { escapeTemplates } from '../../../src/kit/terraform';

test('what Terraform would evaluate becomes text, in keys and values, at any depth', () => {
  expect(escapeTemplates({ '${a}': ['%{ if x }', { b: '${c} ${d}', n: 1, t: true, z: null }] })).toEqual({
    '$${a}': ['%%{ if x }', { b: '$${c} $${d}', n: 1, t: true, z: null }],
  });
});

test('what Terraform leaves alone is left alone', () => {
  for (const text of ['$', '$$', '{a}', '$a', '% {', '100%', '']) expect(escapeTemplates(text)).toBe(text);
});

test('what was escaped is text as well', () => {
  // Terraform reads $${ as a dollar and a brace; three of them as a dollar and an escaped one.
  expect(escapeTemplates('$${a}')).toBe('$$${a}');
});
