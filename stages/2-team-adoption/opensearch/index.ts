export { opensearchAlerts } from './alerts';
export { type OpensearchConfig, type OpensearchSize, opensearchConfig, SIZES as OPENSEARCH_SIZES } from './config';
export { opensearchNames } from './names';
export { opensearch, opensearchUsers } from './opensearch';
export { Opensearch, type OpensearchProps } from './opensearch.k8s';
export {
  type SetupProps as OpensearchRequestsProps,
  type SetupRequest as OpensearchRequest,
  setupRequests as opensearchRequests,
} from './requests';
export { OpensearchSetup, type OpensearchSetupProps } from './setup.k8s';
