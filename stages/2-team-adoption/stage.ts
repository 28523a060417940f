import type { Stage } from '../../src/kit/contract';

export const teamAdoption: Stage = {
  number: 2,
  name: 'team-adoption',
  title: 'Team-Wide Adoption',
  summary: 'Delivery from a repository, monitoring, logging and audit for the whole team',
  stacks: [],
  components: [],
  people: { owners: {}, review: [], ready: [] },
};
