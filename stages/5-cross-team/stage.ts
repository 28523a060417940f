import type { Stage } from '../../src/kit/contract';

export const crossTeam: Stage = {
  number: 5,
  name: 'cross-team',
  title: 'Cross-Team Adoption',
  summary: 'Service mesh, secrets, runtime security and policy across teams',
  stacks: [],
  components: [],
  people: { owners: {}, review: [], ready: [] },
};
