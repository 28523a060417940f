import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE } from 'js-yaml';
import { TooHard, writeBlocks } from './yaml-blocks';

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
  try {
    return writeBlocks(value, scalar);
  } catch (error) {
    if (!(error instanceof TooHard)) throw error;
    return carefully(value);
  }
}

/** The same by js-yaml alone. */
export function carefully(value: unknown): string {
  return dump(value, { noRefs: true, lineWidth: -1, scalarStyleRules: RULES });
}

/** One scalar as it stands behind a key: what is special in the first column of a document is not special there. */
function scalar(value: unknown): string {
  return carefully({ k: value }).slice('k: '.length, -1);
}
