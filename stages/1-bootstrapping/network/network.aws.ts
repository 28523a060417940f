import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Context } from '../../../src/kit/contract';
import type { Stack } from '../../../src/kit/terraform';
import type { NetworkConfig } from './config';
import { EndpointsAws } from './endpoints.aws';
import { FlowLogsAws, type FlowLogsChoice } from './flow-logs.aws';
import { interfaceEndpoints, networkPlan, type SubnetPlan, type SubnetRole } from './plan';
import { type NatChoice, RoutesAws } from './routes.aws';
import type { GatewayEndpoint, InterfaceEndpoint } from './services';
import { SubnetsAws } from './subnets.aws';
import { VpcAws } from './vpc.aws';

export interface NetworkAwsProps {
  /** Name of the cluster the network is for; names and tags come from it. Cannot change later. */
  readonly name: string;
  /** AWS account, twelve digits. */
  readonly account: string;
  readonly region: string;
  /** @default 'aws' */
  readonly partition?: string;
  /** IPv4 range of the VPC, /16 to /20. Cannot change later. */
  readonly cidr: string;
  /** Ranges by role, one a zone; `networkPlan` computes them. Cannot change later. */
  readonly subnets: Readonly<Record<SubnetRole, readonly SubnetPlan[]>>;
  /** NAT gateways cost by the hour and by the GB. @default 'per-zone' */
  readonly nat?: NatChoice;
  /** @default - S3 and DynamoDB */
  readonly gatewayEndpoints?: readonly GatewayEndpoint[];
  /** Each costs by the hour, zone and GB. @default - none */
  readonly interfaceEndpoints?: readonly InterfaceEndpoint[];
  /** Other accounts whose principals may use the endpoints. @default - none */
  readonly trustedAccounts?: readonly string[];
  /** `false` for none. @default - to CloudWatch Logs, 90 days */
  readonly flowLogs?: FlowLogsChoice | false;
  /** Reserve the upper half of each private subnet for prefix delegation. @default true */
  readonly prefixReservation?: boolean;
}

/** A VPC over several zones with everything a cluster needs of it. */
export class NetworkAws extends Construct {
  readonly vpc: VpcAws;
  readonly subnets: SubnetsAws;
  readonly routes: RoutesAws;
  readonly endpoints: EndpointsAws;
  readonly flowLogs?: FlowLogsAws;

  constructor(scope: Construct, id: string, props: NetworkAwsProps) {
    super(scope, id);
    const { name, account, region, partition, cidr } = props;
    this.vpc = new VpcAws(this, 'vpc', { name, cidr });
    const vpcId = this.vpc.vpc.id;
    this.subnets = new SubnetsAws(this, 'subnets', {
      name,
      region,
      vpcId,
      subnets: props.subnets,
      prefixReservation: props.prefixReservation,
    });
    this.routes = new RoutesAws(this, 'routes', {
      name,
      vpcId,
      internet: this.vpc.internet,
      subnets: this.subnets,
      nat: props.nat,
    });
    this.endpoints = new EndpointsAws(this, 'endpoints', {
      name,
      account,
      region,
      vpcId,
      cidrs: [cidr],
      routeTableIds: this.routes.tableIds(),
      subnetIds: this.subnets.ids('private'),
      gateway: props.gatewayEndpoints,
      interface: props.interfaceEndpoints,
      trustedAccounts: props.trustedAccounts,
    });
    if (props.flowLogs !== false)
      this.flowLogs = new FlowLogsAws(this, 'flow-logs', {
        ...props.flowLogs,
        name,
        account,
        region,
        partition,
        vpcId,
      });
  }
}

/** Builds stack `network`. */
export function build(stack: Stack, { platform, config }: Context<NetworkConfig>): void {
  const { name, account, region, partition } = platform;
  const { enabled, ...flowLogs } = config.flowLogs;
  const network = new NetworkAws(stack, 'network', {
    name,
    account,
    region,
    partition,
    cidr: config.cidr,
    subnets: networkPlan(config, region).subnets,
    nat: config.nat,
    gatewayEndpoints: config.endpoints.gateway,
    interfaceEndpoints: interfaceEndpoints(config),
    trustedAccounts: config.endpoints.trustedAccounts,
    flowLogs: enabled && flowLogs,
    prefixReservation: config.prefixReservation,
  });
  new TerraformOutput(stack, 'output:vpc_id', { value: network.vpc.vpc.id, description: 'The VPC' });
  for (const [role, word] of [
    ['private', 'private'],
    ['public', 'public'],
    ['controlPlane', 'control_plane'],
  ] as const)
    new TerraformOutput(stack, `output:${word}_subnet_ids`, {
      value: network.subnets.ids(role),
      description: `Subnets of role ${word.replace('_', '-')}, in the order of the zones`,
    });
  new TerraformOutput(stack, 'output:nat_addresses', {
    value: [...network.routes.addresses.values()].map(({ publicIp }) => publicIp),
    description: 'Addresses the cluster calls the internet from, for allow lists of others',
  });
}
