import type { Stage } from '../../src/kit/contract';

export const projectOnboarding: Stage = {
  number: 3,
  name: 'project-onboarding',
  title: 'Project Onboarding',
  summary: 'Registries, namespaces, quotas, pipelines and local clusters for each project',
  stacks: [],
  components: [],
  people: { owners: {}, review: [], ready: [] },
};
