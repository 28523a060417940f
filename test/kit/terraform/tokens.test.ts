import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn, Token } from 'cdktf';
import { TokenMap } from 'cdktf/lib/tokens/private/token-map';
import { forgettingTokens, platformStack, stackRoot } from '../../../src/kit/terraform';
import { PLATFORM, terraformOf } from '../../support/stack';

const { stringTokenMap, numberTokenMap } = TokenMap.instance() as unknown as Record<string, Map<unknown, unknown>>;
const sizes = () => [stringTokenMap?.size, numberTokenMap?.size];

const build = async () =>
  terraformOf((stack) => {
    const vpc = new Vpc(stack, 'this', { tags: { Name: Fn.upper('x') } });
    new Vpc(stack, 'other', { cidrBlock: vpc.cidrBlock, ipv4NetmaskLength: vpc.ipv4NetmaskLength });
  });

test('stacks leave no token behind, and those of others stay', async () => {
  const theirs = Token.asString(new Vpc(platformStack(stackRoot(), 'theirs', PLATFORM), 'theirs', {}).id);
  const before = sizes();
  const first = await forgettingTokens(build);
  expect(first.resource.aws_vpc.other.cidr_block).toBe('${aws_vpc.this.cidr_block}');
  await Promise.all([forgettingTokens(build), forgettingTokens(() => forgettingTokens(build))]);
  expect(await forgettingTokens(build)).toEqual(first);
  expect(sizes()).toEqual(before);
  expect(stringTokenMap?.has(/TfToken\[(.*)\]/.exec(theirs)?.[1])).toBe(true);
});

test('a failed build leaves none either, and a token that outlives its build is refused', async () => {
  const before = sizes();
  let kept = '';
  const failing = forgettingTokens(async () => {
    kept = new Vpc(platformStack(stackRoot(), 'gone', PLATFORM), 'gone', {}).id;
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(sizes()).toEqual(before);
  expect(() => terraformOf((stack) => new Vpc(stack, 'this', { cidrBlock: kept }))).toThrow(/Unrecognized token key/i);
});
