import type { Stage } from '../../src/kit/contract';
import { cluster } from './cluster';
import { network } from './network';

export const bootstrapping: Stage = {
  number: 1,
  name: 'bootstrapping',
  title: 'Bootstrapping and Provisioning',
  summary: 'A production EKS and what a cluster needs before anyone uses it',
  stacks: [
    {
      name: 'network',
      title: 'VPC, subnets, ways in and out',
      after: [],
      when: (context) => context.configOf(network)?.existing === undefined,
    },
    { name: 'cluster', title: 'EKS, its keys, nodes, access and add-ons', after: ['network'] },
  ],
  components: [network, cluster],
  people: { owners: {}, review: [], ready: [] },
};
