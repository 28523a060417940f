import type { Stage } from '../../src/kit/contract';

export const developerEnablement: Stage = {
  number: 4,
  name: 'developer-enablement',
  title: 'Developer Enablement',
  summary: 'The inner loop, tracing, scanning and right-sizing',
  stacks: [],
  components: [],
  people: { owners: {}, review: [], ready: [] },
};
