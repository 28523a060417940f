import { STORES } from '../logging/choices';
import { storeNames } from '../logging/store/names';

/** Names of OpenSearch; none can change later. */
export const opensearchNames = {
  ...storeNames(STORES.opensearch.name),
  /** Name in the certificate of every node; who shows another one is no node. */
  node: 'opensearch-node',
  /** Name in the certificate that may do everything; only the setup job has it. */
  admin: 'opensearch-admin',
  adminSecret: 'opensearch-admin-tls',
  /** Name in the certificate that reads how the cluster is, and no document; the nodes have it for their probes. */
  observer: 'opensearch-observer',
  observerSecret: 'opensearch-observer-tls',
  /** Login with the role all_access, for people of the platform without single sign-on. */
  platformSecret: 'opensearch-platform-login',
  /** Login of the server of OpenSearch Dashboards. */
  dashboardsSecret: 'opensearch-dashboards-server',
  /** Login with which the setup job makes index patterns in OpenSearch Dashboards. */
  dashboardsSetupSecret: 'opensearch-dashboards-setup',
  /** Key OpenSearch Dashboards encrypts its cookies with. */
  cookieSecret: 'opensearch-dashboards-cookie',
};

/** Tenant of OpenSearch Dashboards for the platform; no tenant of logging can have a hyphen in its name. Cannot change later. */
export const PLATFORM_TENANT = 'platform-logs';
