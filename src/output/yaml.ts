import { dump } from 'js-yaml';

/** YAML as a person would write it: no anchors, no folding. */
export function toYaml(value: unknown): string {
  return dump(value, { noRefs: true, lineWidth: -1 });
}
