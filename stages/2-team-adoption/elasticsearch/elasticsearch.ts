import { watched } from '../../../src/kit/alert';
import { component } from '../../../src/kit/contract';
import { AUDIT_SEARCH } from '../audit/search';
import { STORES } from '../logging/choices';
import { COLLECTION_NAMESPACE, LOGGING_NAMESPACE } from '../logging/logging';
import { archiveIdentity } from '../logging/store/archive';
import { type StoreUser, storeUsers } from '../logging/store/names';
import { exporterScrape } from '../logging/store/scrape';
import { elasticsearchAlerts } from './alerts';
import { type ElasticsearchConfig, elasticsearchConfig } from './config';
import { elasticsearchNames } from './names';

/** Three nodes over three zones, TLS and security on, an archive in S3. */
export const elasticsearch = component<ElasticsearchConfig>({
  name: 'elasticsearch',
  title: 'Elasticsearch',
  summary: 'Stores logs on three nodes over three zones, archives them to S3',
  config: { key: 'elasticsearch', schema: elasticsearchConfig },
  optional: true,
  needs: ['logging', 'internal-ca'],
  chosenBy: { path: 'logging.store', is: 'elasticsearch' },
  // IRSA: that the S3 client takes Pod Identity is merged upstream (elastic/elasticsearch#151614), but which release has it is not confirmed.
  identities: ({ platform, config }) =>
    config.snapshots.enabled ? [archiveIdentity(platform, elasticsearchNames.name)] : [],
  monitoring: () => ({
    ...watched({ name: 'elasticsearch', rules: elasticsearchAlerts }),
    scrapes: [exporterScrape(elasticsearchNames)],
  }),
  aws: {
    stack: 'observability',
    when: ({ config }) => config.snapshots.enabled,
    load: async () => {
      const { buildArchive } = await import('../logging/store/archive.aws');
      return (stack, { platform }) => buildArchive(stack, platform, archiveIdentity(platform, elasticsearchNames.name));
    },
  },
  k8s: { layer: 'platform', load: async () => (await import('./elasticsearch.k8s')).buildElasticsearch },
});

/** Logins the setup job makes, each with its Secret in the namespace of who uses it. */
export const elasticsearchUsers = storeUsers(elasticsearchNames, STORES.elasticsearch.writerSecret, {
  store: LOGGING_NAMESPACE,
  collectors: COLLECTION_NAMESPACE,
});

/** Login of what brings the audit log. */
export const auditWriter: StoreUser = {
  username: AUDIT_SEARCH.writer,
  role: AUDIT_SEARCH.writerRole,
  secret: AUDIT_SEARCH.secret,
  namespace: LOGGING_NAMESPACE,
};
