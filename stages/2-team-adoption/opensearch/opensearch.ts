import { watched } from '../../../src/kit/alert';
import { type ConfigFault, type Context, component } from '../../../src/kit/contract';
import { STORES } from '../logging/choices';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE, logging } from '../logging/logging';
import { archiveIdentity } from '../logging/store/archive';
import { storeUsers } from '../logging/store/names';
import { exporterScrape } from '../logging/store/scrape';
import { opensearchAlerts } from './alerts';
import { type OpensearchConfig, opensearchConfig } from './config';
import { opensearchNames as names } from './names';
import { opensearchLogins } from './security';

/** Three nodes over three zones, TLS and security on; an archive in S3 with an image that can write there. */
export const opensearch = component<OpensearchConfig>({
  name: 'opensearch',
  title: 'OpenSearch',
  summary: 'Stores logs on three nodes over three zones; an archive in S3 with an image that has the plugin for it',
  config: { key: 'opensearch', schema: opensearchConfig },
  optional: true,
  needs: ['logging', 'internal-ca'],
  chosenBy: { path: 'logging.store', is: 'opensearch' },
  check: snapshotFaults,
  // IRSA: documentation of repository-s3 names the web identity token, and not Pod Identity.
  identities: ({ platform, config }) => (config.snapshots.enabled ? [archiveIdentity(platform, names.name)] : []),
  monitoring: ({ contextOf, config }) => ({
    ...watched({
      name: 'opensearch',
      rules: opensearchAlerts(contextOf(logging).config, { archived: config.snapshots.enabled }),
    }),
    scrapes: [exporterScrape(names)],
  }),
  aws: {
    stack: 'observability',
    when: ({ config }) => config.snapshots.enabled,
    load: async () => {
      const { buildArchive } = await import('../logging/store/archive.aws');
      return (stack, { platform }) => buildArchive(stack, platform, archiveIdentity(platform, names.name));
    },
  },
  k8s: { layer: 'platform', load: async () => (await import('./opensearch.k8s')).buildOpensearch },
});

/** The official image has no repository-s3: no manifest of a release names it, and the documentation installs it by hand. */
function snapshotFaults({ config: { snapshots } }: Context<OpensearchConfig>): ConfigFault[] {
  if (!snapshots.enabled || snapshots.image) return [];
  return [
    {
      path: 'snapshots.image',
      what: 'snapshots go to S3, and the official image of OpenSearch lacks the plugin for it (repository-s3)',
      allowed: 'an image of your own with the plugin, of the same version as the official one',
      next: 'build one (three lines, in the README of the stage) and name it, or leave snapshots off',
    },
  ];
}

/** Logins the setup job makes, each with its Secret in the namespace of who uses it. */
export const opensearchUsers = [
  ...storeUsers(names, STORES.opensearch.writerSecret, {
    store: LOGGING_NAMESPACE,
    collectors: COLLECTION_NAMESPACE,
  }),
  ...opensearchLogins(LOGGING_NAMESPACE),
];
