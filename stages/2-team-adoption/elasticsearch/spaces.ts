import { AUDIT_SEARCH } from '../audit/search';
import type { LogStream } from '../logging/index';

/** Something the setup job makes in Kibana where it is not there; what people change later stays. */
export interface KibanaRequest {
  /** Path of a GET that finds it once it is made. */
  readonly there: string;
  /** Path of the POST that makes it. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A space and a data view for each tenant, in that order, and data views of everything, and of what no tenant has, for the
 * platform: its space is `default`, which Kibana makes itself. Paths and bodies: Kibana API, "Create a space" and "Create a
 * data view". The audit log has a space of its own, for those who may read it.
 */
export function kibanaRequests(streams: readonly LogStream[], audit?: LogStream): KibanaRequest[] {
  const ofAudit = audit
    ? [
        space(AUDIT_SEARCH.space, 'The audit log of the Kubernetes API'),
        dataView(`/s/${AUDIT_SEARCH.space}`, { id: audit.lifecycle, title: audit.index, name: 'Audit log' }),
      ]
    : [];
  return [...streams.flatMap(tenantRequests), ...ofAudit];
}

function tenantRequests({ name, index, lifecycle, namespaces }: LogStream): KibanaRequest[] {
  if (name === 'default')
    return [dataView('', { id: 'logs-kubernetes-all', title: 'logs-kubernetes-*', name: 'Logs of the cluster' })];
  if (namespaces.length === 0)
    return [dataView('', { id: lifecycle, title: index, name: 'Logs of namespaces without a tenant' })];
  return [
    space(name, `Logs of ${namespaces.join(', ')}`),
    dataView(`/s/${name}`, { id: lifecycle, title: index, name: `Logs of ${name}` }),
  ];
}

function space(id: string, description: string): KibanaRequest {
  return { there: `/api/spaces/space/${id}`, path: '/api/spaces/space', body: { id, name: id, description } };
}

/** Ids are one set over all spaces, so they carry the stream's name. */
function dataView(prefix: string, view: { readonly id: string; readonly title: string; readonly name: string }) {
  const path = `${prefix}/api/data_views/data_view`;
  return {
    there: `${path}/${view.id}`,
    path,
    body: {
      // Two runs at once end with one.
      override: true,
      // The stream comes with its first record, which may be later.
      data_view: { ...view, timeFieldName: '@timestamp', allowNoIndex: true },
    },
  };
}
