import { component, type Platform } from '../../../src/kit/contract';
import { type KibanaConfig, kibanaConfig } from './config';
import { oidcFaults } from './oidc';

export const KIBANA_PORT = 5601;

/** People's view of the logs: a space for the platform and one a tenant. */
export const kibana = component<KibanaConfig>({
  name: 'kibana',
  title: 'Kibana',
  summary: 'Search in the logs, with a space for the platform and one for each tenant',
  config: { key: 'kibana', schema: kibanaConfig },
  optional: true,
  needs: ['elasticsearch'],
  chosenBy: { path: 'logging.store', is: 'elasticsearch' },
  check: oidcFaults,
  k8s: { layer: 'platform', load: async () => (await import('./kibana.k8s')).buildKibana },
});

/** Address people open. */
export function publicUrl({ publicUrl }: KibanaConfig, { domain }: Platform): string {
  return publicUrl ?? `https://kibana.${domain}`;
}
