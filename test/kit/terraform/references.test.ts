import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { danglingReferences } from '../../../src/kit/terraform/references';
import { withoutTraces } from '../../../src/kit/terraform/traces';
import { terraformOf } from '../../support/stack';

test('references to what a document has not are found, whatever stands around them', () => {
  const document = {
    data: { aws_vpc: { this: {} } },
    resource: {
      aws_vpc: {
        main: { a: '${aws_vpc.main.id}', b: ['${data.aws_vpc.this.id}', 'x-${jsonencode([aws_kms_key.gone.arn])}'] },
      },
    },
    locals: {
      escaped: '$${aws_vpc.text.id}',
      plain: 'aws_vpc.plain',
      data: '${data.aws_vpc.main.id}',
      far: '${module.aws_vpc.x}',
    },
  };
  expect(danglingReferences(document)).toEqual(['aws_kms_key.gone', 'data.aws_vpc.main']);
});

test('a reference into another stack is refused', () => {
  let key: KmsKey | undefined;
  terraformOf((stack) => {
    key = new KmsKey(stack, 'key:other', {});
  });
  expect(() => terraformOf((stack) => new Vpc(stack, 'this', { tags: { key: key?.arn ?? '' } }))).toThrow(
    'stack toy refers to aws_kms_key.other, which is not in it: find it by a data source',
  );
});

test('stack traces are off while stacks are built, and back afterwards, also when builds overlap or fail', async () => {
  const before = Error.captureStackTrace;
  const seen = await Promise.all([
    withoutTraces(async () => Error.captureStackTrace === before),
    withoutTraces(async () => {
      await Promise.resolve();
      return Error.captureStackTrace === before;
    }),
    withoutTraces(async () => Promise.reject(new Error('no'))).catch((error) =>
      error.stack.includes('references.test'),
    ),
  ]);
  expect(seen).toEqual([false, false, true]);
  expect(Error.captureStackTrace).toBe(before);
});
