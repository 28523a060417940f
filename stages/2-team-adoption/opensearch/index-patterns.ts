import type { LogStream } from '../logging/index';
import { PLATFORM_TENANT } from './names';

/** An index pattern the setup job makes in OpenSearch Dashboards where it is not there; what people change later stays. */
export interface DashboardsRequest {
  /** Tenant it is kept in. */
  readonly tenant: string;
  /** Path of the GET that finds it and of the POST that makes it. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One of everything, and of what no tenant has, for the platform; one for each tenant. Path and body: OpenSearch Dashboards, saved objects API. */
export function dashboardsRequests(streams: readonly LogStream[]): DashboardsRequest[] {
  return streams.map(({ name, index, lifecycle, namespaces }) => {
    if (name === 'default') return indexPattern(PLATFORM_TENANT, 'logs-kubernetes-all', 'logs-kubernetes-*');
    return indexPattern(namespaces.length > 0 ? name : PLATFORM_TENANT, lifecycle, index);
  });
}

function indexPattern(tenant: string, id: string, title: string): DashboardsRequest {
  return {
    tenant,
    path: `/api/saved_objects/index-pattern/${id}`,
    body: { attributes: { title, timeFieldName: '@timestamp' } },
  };
}
