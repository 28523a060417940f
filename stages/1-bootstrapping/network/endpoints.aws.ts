import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { policyDocument } from '../../../src/kit/terraform';
import { endpointStatements } from './endpoint-policies';
import { endpointServiceName, type GatewayEndpoint, type InterfaceEndpoint } from './services';

export interface EndpointsAwsProps {
  /** Name of the cluster. */
  readonly name: string;
  /** Account whose principals may use the endpoints. */
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  /** Ranges that may reach the interface endpoints. */
  readonly cidrs: readonly string[];
  /** Tables that get the routes of the gateway endpoints. */
  readonly routeTableIds: readonly string[];
  /** Subnets of the interface endpoints, one a zone. */
  readonly subnetIds: readonly string[];
  /** Free. @default - S3 and DynamoDB */
  readonly gateway?: readonly GatewayEndpoint[];
  /** Each costs by the hour, zone and GB. @default - none */
  readonly interface?: readonly InterfaceEndpoint[];
  /** Other accounts whose principals may use the endpoints. @default - none */
  readonly trustedAccounts?: readonly string[];
}

/** Ways to AWS services that stay inside the VPC. */
export class EndpointsAws extends Construct {
  readonly endpoints: ReadonlyMap<string, VpcEndpoint>;
  /** Group of the interface endpoints: HTTPS from the VPC, nothing out. */
  readonly securityGroup?: SecurityGroup;

  private readonly props: EndpointsAwsProps;

  constructor(scope: Construct, id: string, props: EndpointsAwsProps) {
    super(scope, id);
    this.props = props;
    const { gateway = ['s3', 'dynamodb'], interface: interfaces = [] } = props;
    if (interfaces.length > 0) this.securityGroup = this.group();
    this.endpoints = new Map<string, VpcEndpoint>([
      ...gateway.map((service) => [service, this.gatewayEndpoint(service)] as const),
      ...interfaces.map((service) => [service, this.interfaceEndpoint(service)] as const),
    ]);
  }

  private gatewayEndpoint(service: GatewayEndpoint): VpcEndpoint {
    const { region, vpcId, routeTableIds } = this.props;
    return new VpcEndpoint(this, `gateway:${address(service)}`, {
      vpcId,
      serviceName: endpointServiceName(service, region, 'Gateway'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...routeTableIds],
      policy: this.policy(service),
      tags: this.tags(service),
    });
  }

  private interfaceEndpoint(service: InterfaceEndpoint): VpcEndpoint {
    const { region, vpcId, subnetIds } = this.props;
    return new VpcEndpoint(this, `interface:${address(service)}`, {
      vpcId,
      serviceName: endpointServiceName(service, region, 'Interface'),
      vpcEndpointType: 'Interface',
      subnetIds: [...subnetIds],
      securityGroupIds: this.securityGroup ? [this.securityGroup.id] : [],
      privateDnsEnabled: true,
      policy: this.policy(service),
      tags: this.tags(service),
    });
  }

  private policy(service: GatewayEndpoint | InterfaceEndpoint): string | undefined {
    const { account, trustedAccounts = [] } = this.props;
    const statements = endpointStatements(service, [account, ...trustedAccounts]);
    return statements && policyDocument(this, `policy:endpoint-${address(service)}`, statements).json;
  }

  private group(): SecurityGroup {
    const { name, vpcId, cidrs } = this.props;
    const group = new SecurityGroup(this, 'group:endpoints', {
      name: `${name}-endpoints`,
      description: 'HTTPS from the VPC to its interface endpoints',
      vpcId,
      tags: { Name: `${name}-endpoints` },
    });
    for (const [i, cidr] of cidrs.entries()) {
      new VpcSecurityGroupIngressRule(this, `rule:endpoints-https${i === 0 ? '' : `-${i + 1}`}`, {
        securityGroupId: group.id,
        description: 'HTTPS from the VPC',
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIpv4: cidr,
      });
    }
    return group;
  }

  private tags(service: string): Record<string, string> {
    return { Name: `${this.props.name}-${service}` };
  }
}

function address(service: string): string {
  return service.replaceAll('.', '-');
}
