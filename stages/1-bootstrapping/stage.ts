import type { Stage } from '../../src/kit/contract';
import { cluster } from './cluster';

export const bootstrapping: Stage = {
  number: 1,
  name: 'bootstrapping',
  title: 'Bootstrapping and Provisioning',
  summary: 'A production EKS and what a cluster needs before anyone uses it',
  stacks: [{ name: 'cluster', title: 'EKS, its keys, nodes, access and add-ons', after: ['network'] }],
  components: [cluster],
  people: { owners: {}, review: [], ready: [] },
};
