import type { ConfigFault, Platform } from '../../../src/kit/contract';
import type { NetworkConfig } from './config';
import { interfaceEndpoints } from './plan';
import type { InterfaceEndpoint } from './services';

/** Without these a node neither joins, nor pulls an image from ECR, nor gives a pod its credentials. Source: EKS user guide, "Private clusters". */
const NODES_NEED: readonly InterfaceEndpoint[] = ['ec2', 'ecr.api', 'ecr.dkr', 'eks-auth', 'sts'];

/** What a VPC without a way out will not do by itself. Of an existing VPC nothing is known. */
export function adviseNetwork(config: NetworkConfig, platform: Platform): readonly ConfigFault[] {
  if (config.existing || config.nat !== 'none') return [];
  return [...adviseRegistry(platform), ...adviseEndpoints(config)];
}

function adviseRegistry({ registry, account, region, partition }: Platform): ConfigFault[] {
  if (registry) return [];
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return [
    {
      path: 'nat',
      what: 'nothing gets out of the VPC, so nodes cannot pull images from public registries',
      allowed: 'with registry: a mirror the VPC reaches, such as ECR of this account; otherwise per-zone or single',
      next: `copy the images that kubernetes/images.txt lists into ECR, set registry: ${account}.dkr.ecr.${region}.${suffix}, and generate again`,
    },
  ];
}

function adviseEndpoints(config: NetworkConfig): ConfigFault[] {
  const there = interfaceEndpoints(config);
  const missing = NODES_NEED.filter((service) => !there.includes(service));
  const gateway: ConfigFault[] = config.endpoints.gateway.includes('s3')
    ? []
    : [
        {
          path: 'endpoints.gateway',
          what: 'there is no way to S3, where ECR keeps the layers of images',
          allowed: 's3 among them, as long as network.nat is none',
          next: 'add s3: gateway endpoints are free',
        },
      ];
  if (missing.length === 0) return gateway;
  return [
    ...gateway,
    {
      path: 'endpoints.interface',
      what: `nodes cannot do without ${missing.join(', ')}`,
      allowed: `${NODES_NEED.join(', ')} among them, as long as network.nat is none`,
      next: 'add them, or take endpoints.interface out for all a private cluster needs',
    },
  ];
}
