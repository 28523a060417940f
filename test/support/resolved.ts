import { catalog } from '../../src/catalog';
import { type RawConfig, type Resolved, resolve } from '../../src/config';
import { ladder } from '../../stages';

/** A configuration resolved against the real ladder. */
export function resolved(raw: RawConfig = {}): Resolved {
  return resolve(ladder, raw, catalog);
}

/** What is off by default and brings rules, pods or flows of its own. */
export const OPTIONAL: RawConfig = { audit: { toElasticsearch: { enabled: true } } };

/** Configurations that together bring every component with rules or dashboards: some stand for one another. */
export const CHOICES: readonly RawConfig[] = [
  OPTIONAL,
  {
    logging: { collector: 'fluent-bit', store: 'opensearch' },
    opensearch: { snapshots: { enabled: true, image: 'registry.example.com/opensearch-s3:1' } },
  },
];
