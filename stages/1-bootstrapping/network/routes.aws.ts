import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Construct } from 'constructs';
import { CLUSTER_TAG, ROLE_NAMES } from './names';
import type { SubnetsAws } from './subnets.aws';

/** How private subnets get out: a gateway in each zone, one for all, or not at all. */
export type NatChoice = 'per-zone' | 'single' | 'none';

export interface RoutesAwsProps {
  /** Name of the cluster. */
  readonly name: string;
  readonly vpcId: string;
  readonly internet: InternetGateway;
  readonly subnets: SubnetsAws;
  /** NAT gateways cost by the hour and by the GB. @default 'per-zone' */
  readonly nat?: NatChoice;
}

/**
 * Ways out: public subnets through the internet gateway, private ones through NAT by a route table each, so that a choice
 * of NAT changes routes and never tables. The control plane's subnets have no way out: EKS's interfaces need none.
 */
export class RoutesAws extends Construct {
  readonly nat: NatChoice;
  readonly publicTable: RouteTable;
  readonly controlPlaneTable: RouteTable;
  /** Route tables of the private subnets by zone letter. */
  readonly privateTables: ReadonlyMap<string, RouteTable>;
  /** Addresses traffic of the private subnets comes from, by zone letter of the gateway. */
  readonly addresses: ReadonlyMap<string, Eip>;

  private readonly props: RoutesAwsProps;

  constructor(scope: Construct, id: string, props: RoutesAwsProps) {
    super(scope, id);
    this.props = props;
    this.nat = props.nat ?? 'per-zone';
    this.publicTable = this.table('public');
    new Route(this, 'route:public-internet', {
      routeTableId: this.publicTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: props.internet.id,
    });
    this.controlPlaneTable = this.table(ROLE_NAMES.controlPlane);
    const zones = [...props.subnets.byRole.private.keys()];
    this.privateTables = new Map(zones.map((zone) => [zone, this.table(`private-${zone}`)]));
    this.associate();
    this.addresses = this.gateways(zones);
  }

  /** Every route table, private ones first. */
  tableIds(): string[] {
    return [...this.privateTables.values(), this.publicTable, this.controlPlaneTable].map(({ id }) => id);
  }

  private table(word: string): RouteTable {
    const { name, vpcId } = this.props;
    return new RouteTable(this, `table:${word}`, { vpcId, tags: { Name: `${name}-${word}`, [CLUSTER_TAG]: name } });
  }

  private associate(): void {
    for (const { role, zone, subnet } of this.props.subnets.all()) {
      const table = {
        private: this.privateTables.get(zone),
        public: this.publicTable,
        controlPlane: this.controlPlaneTable,
      }[role];
      if (!table) continue;
      new RouteTableAssociation(this, `association:${ROLE_NAMES[role]}-${zone}`, {
        subnetId: subnet.id,
        routeTableId: table.id,
      });
    }
  }

  private gateways(zones: readonly string[]): Map<string, Eip> {
    const places = { 'per-zone': zones, single: zones.slice(0, 1), none: [] }[this.nat];
    const made = places.map((zone) => ({ zone, ...this.gateway(zone) }));
    for (const [zone, table] of this.privateTables) {
      const gateway = made.find((g) => g.zone === zone) ?? made[0];
      if (!gateway) continue;
      new Route(this, `route:private-${zone}-nat`, {
        routeTableId: table.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: gateway.nat.id,
      });
    }
    return new Map(made.map(({ zone, address }) => [zone, address]));
  }

  private gateway(zone: string) {
    const { name, internet, subnets } = this.props;
    const tags = { Name: `${name}-nat-${zone}`, [CLUSTER_TAG]: name };
    const address = new Eip(this, `address:nat-${zone}`, { domain: 'vpc', tags, dependsOn: [internet] });
    const nat = new NatGateway(this, `nat:${zone}`, {
      allocationId: address.allocationId,
      subnetId: subnets.byRole.public.get(zone)?.id,
      tags,
      dependsOn: [internet],
    });
    return { address, nat };
  }
}
