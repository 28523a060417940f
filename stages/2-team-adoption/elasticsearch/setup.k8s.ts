import { Construct } from 'constructs';
import type { Flow } from '../../../src/kit/kubernetes';
import { STORE_PORT } from '../logging/choices';
import type { StoreUser } from '../logging/store/names';
import { script } from '../logging/store/scripts';
import { bodies, fileOf, StoreSetup } from '../logging/store/setup.k8s';
import { elasticsearchNames as names } from './names';
import type { SetupRequest } from './requests';
import type { KibanaRequest } from './spaces';

export interface ElasticsearchSetupProps {
  readonly namespace: string;
  /** Elasticsearch's own image: it has bash and curl, and is on the nodes anyway. */
  readonly image: string;
  readonly users: readonly StoreUser[];
  readonly requests: readonly SetupRequest[];
  /** Way to the API server. */
  readonly apiServer: Flow;
  /** Secret with the licence file of a paid subscription. @default - Basic, which needs none */
  readonly license?: { readonly name: string; readonly key: string };
  /** Where spaces and data views are made. @default - no Kibana */
  readonly kibana?: KibanaSetup;
}

export interface KibanaSetup {
  /** Address, https, with a certificate of the authority that also vouches for Elasticsearch. */
  readonly url: string;
  /** Its pods. */
  readonly flow: Flow;
  readonly requests: readonly KibanaRequest[];
}

const LICENSE_FILE = '/license/license.json';

/** The setup job of Elasticsearch and Kibana. */
export class ElasticsearchSetup extends Construct {
  constructor(scope: Construct, id: string, props: ElasticsearchSetupProps) {
    super(scope, id);
    const { namespace, image, users, requests, apiServer, kibana, license } = props;
    new StoreSetup(this, 'job', {
      namespace,
      names,
      image,
      users,
      ownSecrets: [names.superuserSecret, 'kibana-encryption-keys', 'kibana-token'],
      files: { ...files(requests), ...kibanaFiles(kibana) },
      environment: {
        ELASTICSEARCH_URL: `https://${names.name}.${namespace}.svc:${STORE_PORT}`,
        ...(kibana ? { KIBANA_URL: kibana.url } : {}),
        ...(license ? { LICENSE_FILE } : {}),
      },
      ...(license ? { optionalFiles: { [LICENSE_FILE]: license } } : {}),
      egress: [apiServer, ...(kibana ? [kibana.flow] : [])],
    });
  }
}

/** The script, one file a body, and the list of which body goes where. */
function files(requests: readonly SetupRequest[]): Record<string, string> {
  const named = requests.map(({ path, body }) => ({ path, file: fileOf(path), body }));
  return {
    'setup.sh': script('elasticsearch', 'setup.sh'),
    requests: named.map(({ path, file }) => `${path} ${file}\n`).join(''),
    ...bodies(named),
  };
}

/** The same for Kibana: by which path a thing is found, by which it is made, and the body. */
function kibanaFiles(kibana?: KibanaSetup): Record<string, string> {
  if (!kibana) return {};
  const named = kibana.requests.map((request) => ({ ...request, file: fileOf(request.there) }));
  return {
    'kibana-requests': named.map(({ there, path, file }) => `${there} ${path} ${file}\n`).join(''),
    ...bodies(named),
  };
}
