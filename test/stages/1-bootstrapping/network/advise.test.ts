import type { RawConfig } from '../../../../src/config';
import { formatFault } from '../../../../src/kit/errors';
import { resolved } from '../../../support/resolved';

const advice = (raw: RawConfig) => resolved(raw).advice().map(formatFault).join('\n');
const MIRROR = { registry: '111122223333.dkr.ecr.us-east-1.amazonaws.com' };

test('defaults need no advice', () => {
  expect(advice({})).toBe('');
});

test('without a way out images need a registry the VPC reaches', () => {
  expect(advice({ network: { nat: 'none' }, region: 'eu-west-1' })).toBe(
    [
      'network.nat: nothing gets out of the VPC, so nodes cannot pull images from public registries',
      '  got:     "none"',
      '  allowed: with registry: a mirror the VPC reaches, such as ECR of this account; otherwise per-zone or single',
      '  next:    copy the images that kubernetes/images.txt lists into ECR, set registry: 111122223333.dkr.ecr.eu-west-1.amazonaws.com, and generate again',
    ].join('\n'),
  );
  expect(advice({ network: { nat: 'none' }, ...MIRROR })).toBe('');
});

test('without a way out nodes need their endpoints', () => {
  expect(
    advice({ network: { nat: 'none', endpoints: { gateway: [], interface: ['ecr.api', 'sts', 'eks'] } }, ...MIRROR }),
  ).toBe(
    [
      'network.endpoints.gateway: there is no way to S3, where ECR keeps the layers of images',
      '  got:     []',
      '  allowed: s3 among them, as long as network.nat is none',
      '  next:    add s3: gateway endpoints are free',
      'network.endpoints.interface: nodes cannot do without ec2, ecr.dkr, eks-auth',
      '  got:     ["ecr.api","sts","eks"]',
      '  allowed: ec2, ecr.api, ecr.dkr, eks-auth, sts among them, as long as network.nat is none',
      '  next:    add them, or take endpoints.interface out for all a private cluster needs',
    ].join('\n'),
  );
});
