import { catalog } from '../../src/catalog';
import type { Platform } from '../../src/kit/contract';
import { platformStack, type Stack, stackDocument, stackRoot } from '../../src/kit/terraform';

export const PLATFORM: Platform = {
  stage: 1,
  name: 'demo',
  account: '111122223333',
  region: 'us-east-1',
  partition: 'aws',
  domain: 'example.com',
  repository: 'https://github.com/example/platform',
  teams: {},
  tags: { 'stagecraft:cluster': 'demo' },
  state: { type: 'local' },
};

/** Terraform JSON of a stack that holds what `build` puts there. */
export function terraformOf(build: (stack: Stack) => void, platform: Partial<Platform> = {}): any {
  const stack = platformStack(stackRoot(), 'toy', { ...PLATFORM, ...platform });
  build(stack);
  return stackDocument(stack, catalog);
}
