import { component, type Platform } from '../../../src/kit/contract';
import { type OpensearchDashboardsConfig, opensearchDashboardsConfig } from './config';
import { oidcFaults } from './oidc';

export const DASHBOARDS_PORT = 5601;

/** People's view of the logs in OpenSearch: a tenant for the platform and one for each tenant of logging. */
export const opensearchDashboards = component<OpensearchDashboardsConfig>({
  name: 'opensearch-dashboards',
  title: 'OpenSearch Dashboards',
  summary: 'Search in the logs, with a tenant for the platform and one for each tenant of logging',
  config: { key: 'opensearchDashboards', schema: opensearchDashboardsConfig },
  optional: true,
  needs: ['opensearch'],
  chosenBy: { path: 'logging.store', is: 'opensearch' },
  check: oidcFaults,
  k8s: { layer: 'platform', load: async () => (await import('./opensearch-dashboards.k8s')).buildOpensearchDashboards },
});

/** Address people open. */
export function publicUrl({ publicUrl }: OpensearchDashboardsConfig, { domain }: Platform): string {
  return publicUrl ?? `https://logs.${domain}`;
}
