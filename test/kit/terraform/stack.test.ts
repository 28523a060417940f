import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { PLATFORM, terraformOf } from '../../support/stack';

describe('an address', () => {
  test('is the id after its last colon, whatever it stands in', () => {
    const { resource } = terraformOf((stack) => {
      const inner = new Construct(new Construct(stack, 'outer'), 'inner');
      new KmsKey(inner, 'key:ebs-default', {});
      new KmsAlias(inner, 'alias:ebs-default', { targetKeyId: 'x', name: 'alias/x' });
      new Vpc(stack, 'this', {});
    });
    expect(Object.entries(resource).map(([type, group]) => [type, Object.keys(group as object)])).toEqual([
      ['aws_kms_alias', ['ebs_default']],
      ['aws_kms_key', ['ebs_default']],
      ['aws_vpc', ['this']],
    ]);
  });

  test('that two resources share is refused with the place of both', () => {
    const build = () =>
      terraformOf((stack) => {
        new KmsKey(new Construct(stack, 'a'), 'key:one', {});
        new KmsKey(new Construct(stack, 'b'), 'key:one', {});
      });
    expect(build).toThrow('aws_kms_key.one is built twice in stack toy: at toy/a/key:one and at toy/b/key:one');
  });

  test('may be that of a data source and of an output as well', () => {
    const document = terraformOf((stack) => {
      const vpc = new Vpc(stack, 'vpc:this', {});
      new DataAwsVpc(stack, 'lookup:this', { id: 'vpc-1' });
      new TerraformOutput(stack, 'output:this', { value: vpc.id });
    });
    expect([Object.keys(document.resource.aws_vpc), Object.keys(document.data.aws_vpc)]).toEqual([['this'], ['this']]);
    expect(document.output).toEqual({ this: { value: '${aws_vpc.this.id}' } });
  });
});

describe('a document', () => {
  test('has our provider requirement, one provider for one account, and no metadata of cdktf', () => {
    const document = terraformOf((stack) => new Vpc(stack, 'this', { cidrBlock: '10.0.0.0/16' }));
    expect(document).toEqual({
      terraform: {
        required_version: '>= 1.11.0',
        required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } },
        backend: { local: { path: 'toy.tfstate' } },
      },
      provider: {
        aws: [
          {
            region: 'us-east-1',
            allowed_account_ids: ['111122223333'],
            default_tags: [{ tags: { 'stagecraft:cluster': 'demo' } }],
          },
        ],
      },
      resource: { aws_vpc: { this: { cidr_block: '10.0.0.0/16' } } },
    });
  });

  test.each([
    [
      { type: 's3', bucket: 'b', region: 'eu-west-1', kmsKeyId: 'k' } as const,
      {
        backend: {
          s3: {
            bucket: 'b',
            key: 'demo/toy.tfstate',
            region: 'eu-west-1',
            encrypt: true,
            use_lockfile: true,
            kms_key_id: 'k',
          },
        },
      },
    ],
    [
      { type: 'hcp', organization: 'o', project: 'p' } as const,
      { cloud: { organization: 'o', workspaces: { name: 'demo-toy', project: 'p' } } },
    ],
  ])('keeps its state where the configuration says: %j', (state, expected) => {
    expect(terraformOf(() => {}, { ...PLATFORM, state }).terraform).toMatchObject(expected);
  });
});
