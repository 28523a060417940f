import { component } from '../../../src/kit/contract';
import { adviseNetwork } from './advise';
import { checkNetwork } from './check';
import { type NetworkConfig, networkSchema } from './config';

/** The VPC the cluster lives in, new or existing. */
export const network = component<NetworkConfig>({
  name: 'network',
  title: 'Network',
  summary: 'VPC over three zones with private, public and control-plane subnets, NAT, endpoints and flow logs',
  config: { key: 'network', schema: networkSchema },
  check: ({ config, platform }) => checkNetwork(config, platform.region),
  advise: ({ config, platform }) => adviseNetwork(config, platform),
  aws: {
    stack: 'network',
    when: ({ config }) => config.existing === undefined,
    load: async () => (await import('./network.aws')).build,
  },
});
