import { Construct } from 'constructs';
import type { Flow } from '../../../src/kit/kubernetes';
import { STORE_PORT } from '../logging/choices';
import type { StoreUser } from '../logging/store/names';
import { script } from '../logging/store/scripts';
import { bodies, fileOf, StoreSetup } from '../logging/store/setup.k8s';
import type { DashboardsRequest } from './index-patterns';
import { opensearchNames as names } from './names';
import type { SetupRequest } from './requests';

export interface OpensearchSetupProps {
  readonly namespace: string;
  /** OpenSearch's own image: it has bash and curl, and is on the nodes anyway. */
  readonly image: string;
  readonly users: readonly StoreUser[];
  readonly requests: readonly SetupRequest[];
  /** Way to the API server. */
  readonly apiServer: Flow;
  /** Where index patterns are made. @default - no OpenSearch Dashboards */
  readonly dashboards?: DashboardsSetup;
}

export interface DashboardsSetup {
  /** Address, https, with a certificate of the authority that also vouches for OpenSearch. */
  readonly url: string;
  /** Its pods. */
  readonly flow: Flow;
  readonly requests: readonly DashboardsRequest[];
}

/** The setup job of OpenSearch and OpenSearch Dashboards. It alone has the admin certificate, and needs no password. */
export class OpensearchSetup extends Construct {
  constructor(scope: Construct, id: string, props: OpensearchSetupProps) {
    super(scope, id);
    const { namespace, image, users, requests, apiServer, dashboards } = props;
    new StoreSetup(this, 'job', {
      namespace,
      names,
      image,
      users,
      ownSecrets: [names.cookieSecret],
      files: { ...files(requests), ...dashboardsFiles(dashboards) },
      environment: {
        OPENSEARCH_URL: `https://${names.name}.${namespace}.svc:${STORE_PORT}`,
        ...(dashboards ? { DASHBOARDS_URL: dashboards.url } : {}),
      },
      secrets: { '/admin': names.adminSecret },
      egress: [apiServer, ...(dashboards ? [dashboards.flow] : [])],
    });
  }
}

/** The script, one file a body, and the list of what is done with which body. */
function files(requests: readonly SetupRequest[]): Record<string, string> {
  const named = requests.map((request) => ({ ...request, file: fileOf(request.path) }));
  return {
    'setup.sh': script('opensearch', 'setup.sh'),
    requests: named.map(({ kind, path, file, indices = '-' }) => `${kind} ${path} ${file} ${indices}\n`).join(''),
    ...bodies(named),
  };
}

/** The same for OpenSearch Dashboards: in which tenant, where, and the body. */
function dashboardsFiles(dashboards?: DashboardsSetup): Record<string, string> {
  if (!dashboards) return {};
  const named = dashboards.requests.map((request) => ({ ...request, file: fileOf(request.path) }));
  return {
    'dashboards-requests': named.map(({ tenant, path, file }) => `${tenant} ${path} ${file}\n`).join(''),
    ...bodies(named),
  };
}
