import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn, Lazy, TerraformIterator, TerraformLocal, TerraformOutput, Token } from 'cdktf';
import { platformStack, type Stack, stackRoot } from '../../../src/kit/terraform';
import { resolvedDocument } from '../../../src/kit/terraform/resolve';
import { PLATFORM } from '../../support/stack';

function both(build: (stack: Stack, vpc: Vpc) => void) {
  const stack = platformStack(stackRoot(), 'toy', PLATFORM);
  build(stack, new Vpc(stack, 'this', { cidrBlock: '10.0.0.0/16', tags: { Name: 'demo' } }));
  const { '//': _, ...theirs } = stack.toTerraform() as Record<string, unknown>;
  return { ours: resolvedDocument(stack), theirs };
}

const CASES: Readonly<Record<string, (stack: Stack, vpc: Vpc) => void>> = {
  'plain data': () => {},
  'a reference, alone and inside a text': (stack, vpc) => {
    new Subnet(stack, 'a', { vpcId: vpc.id, tags: { Name: `in ${vpc.id}, \${not.ours} and $\${text}` } });
  },
  'a number that is a reference, and one that is negative': (stack, vpc) => {
    const group = new SecurityGroup(stack, 'open', { vpcId: vpc.id, description: `port ${vpc.ipv6NetmaskLength}` });
    new CloudwatchMetricAlarm(stack, 'cold', {
      alarmName: 'cold',
      comparisonOperator: 'LessThanThreshold',
      evaluationPeriods: vpc.ipv6NetmaskLength,
      threshold: -40,
      alarmActions: [group.id],
    });
  },
  'a list that is a reference': (stack, vpc) => {
    const ids = Token.asList(vpc.getListAttribute('cidr_block_associations'));
    new SecurityGroup(stack, 'group', {
      vpcId: vpc.id,
      ingress: [{ fromPort: 1, toPort: 1, protocol: 'tcp', cidrBlocks: ids }],
    });
  },
  'functions of Terraform': (stack, vpc) => {
    new TerraformOutput(stack, 'joined', { value: Fn.join(',', [vpc.id, Fn.upper('text')]), sensitive: true });
    new TerraformLocal(stack, 'local', { list: [vpc.id, 1, true, null], map: Fn.merge([vpc.tagsAll, { a: vpc.arn }]) });
  },
  'a value that is made late, and one that is not there': (stack, vpc) => {
    new Subnet(stack, 'late', {
      vpcId: Lazy.stringValue({ produce: () => vpc.id }),
      cidrBlock: undefined,
      tags: Lazy.anyValue({ produce: () => ({ a: 'b', c: undefined, [vpc.id]: vpc.arn }) }) as never,
    });
  },
  'an iterator, a dependency and a lifecycle': (stack, vpc) => {
    const names = TerraformIterator.fromList(['a', 'b']);
    new IamRole(stack, 'role', {
      forEach: names,
      name: names.value,
      assumeRolePolicy: Fn.jsonencode({ a: names.value }),
      dependsOn: [vpc],
      lifecycle: { preventDestroy: true, ignoreChanges: ['name'], replaceTriggeredBy: [vpc] },
    });
  },
  'overrides of a block and of the stack': (stack, vpc) => {
    new DataAwsVpc(stack, 'data', { id: vpc.id }).addOverride('filter', [{ name: vpc.arn, values: [] }]);
    stack.addOverride('terraform.experiments', [vpc.id]);
    stack.addOverride('resource.aws_vpc.this.tags', undefined);
  },
};

test.each(Object.entries(CASES))('%s resolves as cdktf does it', (_, build) => {
  const { ours, theirs } = both(build);
  expect(ours).toEqual(theirs);
  expect(JSON.stringify(ours)).not.toContain('TfToken');
});

test.each([
  ['a map token', Token.STRING_MAP_TOKEN_VALUE],
  ['a number map token', Token.NUMBER_MAP_TOKEN_VALUE],
  ['one element of a list token', Token.asList('${x}')[0]],
  ['a function', () => 'text'],
])("%s where it makes no sense is refused in cdktf's words", (_, value) => {
  const stack = platformStack(stackRoot(), 'toy', PLATFORM);
  new TerraformLocal(stack, 'local', { value });
  const refusal = (resolve: () => unknown) => {
    try {
      return resolve();
    } catch (error) {
      return (error as Error).message;
    }
  };
  const ours = refusal(() => resolvedDocument(stack));
  expect(typeof ours).toBe('string');
  expect(ours).toBe(refusal(() => stack.toTerraform()));
});
