import { catalog } from '../../../src/catalog';
import type { Platform } from '../../../src/kit/contract';
import { platformStack, policyDocument, stackDocument, stackRoot } from '../../../src/kit/terraform';

const platform = {
  name: 'demo',
  account: '111122223333',
  region: 'us-east-1',
  tags: {},
  state: { type: 'local' },
} as unknown as Platform;

test('the reason of a wildcard stands beside its statement, and nothing else does', () => {
  const stack = platformStack(stackRoot(), 'toy', platform);
  policyDocument(stack, 'policy:wild', [
    { sid: 'All', actions: ['kms:*'], resources: ['*'], reason: 'a key policy speaks of its own key' },
    { sid: 'One', actions: ['kms:Decrypt'], resources: ['arn:aws:kms:us-east-1:111122223333:key/a'] },
  ]);
  policyDocument(stack, 'policy:plain', [{ sid: 'One', actions: ['kms:Decrypt'], resources: [] }]);
  const { data } = stackDocument(stack, catalog) as any;
  expect(data.aws_iam_policy_document.wild['//']).toEqual(['All: a key policy speaks of its own key']);
  expect(data.aws_iam_policy_document.plain['//']).toBeUndefined();
});
