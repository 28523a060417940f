import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE } from 'js-yaml';

type Rule = (typeof DEFAULT_SCALAR_STYLE_RULES)[keyof typeof DEFAULT_SCALAR_STYLE_RULES];

/** Bit of the literal style in the mask of styles a value allows. */
const LITERAL = 1 << SCALAR_STYLE.LITERAL_BLOCK;

/** Invisible characters that have to be escaped; a tab inside a script is none of them. */
const INVISIBLE = /[\x7F-\xA0\u2028\u2029\uFEFF\uFFFE\uFFFF]/;

/**
 * Scripts and configuration files stand as literal blocks, tabs inside them included, so that people can read them.
 * One that starts with white space stays quoted: kubectl's parser refuses a block that begins with a tab.
 */
const literalScripts: Rule = (layout) => {
  const text = layout.node.value;
  if (layout.isKey || !text.includes('\n') || !(layout.allowedStylesMask & LITERAL)) return;
  if (/^\s/.test(text) || INVISIBLE.test(text)) return;
  layout.style = SCALAR_STYLE.LITERAL_BLOCK;
};

/** Looks like a number, whatever its size. */
const NUMERIC = /^[-+]?\.?\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?$/;

/** Some parsers read a number too large for them as infinity, others as text: `1E400`, or an abbreviated commit. */
const quoteNumeric: Rule = (layout) => {
  const isText = layout.node.tag === layout.presenterOptions.schema.defaultScalarTag.tagName;
  if (isText && layout.style === SCALAR_STYLE.PLAIN && NUMERIC.test(layout.node.value))
    layout.style = SCALAR_STYLE.SINGLE_QUOTED;
};

const RULES: readonly Rule[] = [literalScripts, quoteNumeric, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];

/** YAML as a person would write it: no anchors, no folding, every string safe under YAML 1.1 and 1.2. */
export function toYaml(value: unknown): string {
  return dump(value, { noRefs: true, lineWidth: -1, scalarStyleRules: RULES });
}
