import type { Stage } from '../../src/kit/contract';

export const bootstrapping: Stage = {
  number: 1,
  name: 'bootstrapping',
  title: 'Bootstrapping and Provisioning',
  summary: 'A production EKS and what a cluster needs before anyone uses it',
  stacks: [],
  components: [],
  people: { owners: {}, review: [], ready: [] },
};
