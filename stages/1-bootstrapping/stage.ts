import type { Stage } from '../../src/kit/contract';
import { budget } from './budget';
import { cluster } from './cluster';
import { clusterAutoscaler } from './cluster-autoscaler';
import { handbook } from './handbook';
import { internalCa } from './internal-ca';
import { karpenterPools } from './karpenter-pools';
import { namespaces } from './namespaces';
import { network } from './network';
import { networkPolicies } from './network-policies';
import { people } from './people';
import { priorityClasses } from './priority-classes';
import { privateAccess } from './private-access';
import { rbac } from './rbac';
import { storage } from './storage';

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
  components: [
    network,
    cluster,
    privateAccess,
    budget,
    namespaces,
    priorityClasses,
    networkPolicies,
    rbac,
    storage,
    internalCa,
    clusterAutoscaler,
    karpenterPools,
    handbook,
  ],
  people,
};
