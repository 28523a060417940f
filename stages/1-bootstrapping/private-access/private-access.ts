import { component } from '../../../src/kit/contract';
import { type PrivateAccessConfig, privateAccessSchema } from './config';

/** The way people and pipelines reach an API that has no public endpoint. */
export const privateAccess = component<PrivateAccessConfig>({
  name: 'private-access',
  title: 'Private access',
  summary: 'A way to the private API endpoint: SSM port forwarding, or a place for CI runners',
  config: { key: 'privateAccess', schema: privateAccessSchema },
  needs: ['network', 'cluster'],
  aws: {
    stack: 'cluster',
    when: ({ config }) => config.type !== 'none',
    load: async () => (await import('./private-access.aws')).build,
  },
});
