import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawConfig } from '../../src/config';
import { renderTerraform } from '../../src/output/render';
import { synth } from '../support/synth';
import { judged, pass } from './support/judges';
import { writeTree } from './support/tree';

const simulator = { name: 'aws-simulator', variable: 'PROOF_AWS_SIMULATOR' };

/** Ids a team would write; the simulator gives out its own, so each stands for a lookup here. */
const VPC = 'vpc-0aaaaaaaaaaaaaaaa';
const SUBNETS = [
  { name: 'private-a', id: 'subnet-0aaaaaaaaaaaaaaa1', zone: 'a', cidr: '10.0.0.0/19' },
  { name: 'private-b', id: 'subnet-0aaaaaaaaaaaaaaa2', zone: 'b', cidr: '10.0.32.0/19' },
  { name: 'control-plane-a', id: 'subnet-0aaaaaaaaaaaaaaa3', zone: 'a', cidr: '10.0.99.0/28' },
  { name: 'control-plane-b', id: 'subnet-0aaaaaaaaaaaaaaa4', zone: 'b', cidr: '10.0.99.16/28' },
];

const existing = {
  vpcId: VPC,
  cidrs: ['10.0.0.0/16'],
  subnets: {
    private: SUBNETS.slice(0, 2).map(({ name: _, ...subnet }) => subnet),
    controlPlane: SUBNETS.slice(2).map(({ name: _, ...subnet }) => subnet),
  },
};

/** Stack `cluster` with each id replaced by the lookup that finds what the landlord's stack made. */
function tenant(text: string): string {
  const document = JSON.parse(
    [
      { id: VPC, address: 'aws_vpc.landlord' },
      ...SUBNETS.map(({ id, name }) => ({ id, address: subnet(name) })),
    ].reduce((all, { id, address }) => all.replaceAll(id, `\${data.${address}.id}`), text),
  );
  document.data.aws_vpc.landlord = { tags: { Name: 'landlord' } };
  for (const { name } of SUBNETS)
    document.data.aws_subnet[subnet(name).split('.')[1] ?? ''] = { tags: { Name: `landlord-${name}` } };
  return JSON.stringify(document);
}

function subnet(name: string): string {
  return `aws_subnet.landlord_${name.replaceAll('-', '_')}`;
}

async function rendered(raw: RawConfig, stack: string): Promise<string> {
  return renderTerraform((await synth(raw)).terraform).get(`${stack}/cdk.tf.json`) ?? '';
}

judged([simulator], 'a cluster in a VPC that somebody else made', (command) => {
  test('finds it by the ids given, applies, plans nothing the second time, and destroys', async () => {
    const root = mkdtempSync(join(tmpdir(), 'stagecraft-proof-'));
    const files = new Map([
      ['a-landlord/cdk.tf.json', await rendered({ name: 'landlord' }, 'network')],
      ['cluster/cdk.tf.json', tenant(await rendered({ network: { existing } }, 'cluster'))],
    ]);
    writeTree(root, files);
    await pass(command, ['apply', root]);
  });
});
