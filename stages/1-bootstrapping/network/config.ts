import { z } from 'zod';
import { contains, PRIVATE_RANGES, parseCidr } from './cidr';
import { GATEWAY_ENDPOINTS, INTERFACE_ENDPOINTS } from './services';

/** Days CloudWatch Logs accepts; source: PutRetentionPolicy, Amazon CloudWatch Logs API reference. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 3653];

const RANGE = 'an IPv4 range such as 10.0.0.0/16, its first address first';

const range = z
  .string()
  .refine((text) => parseCidr(text) !== undefined, 'is not an IPv4 range')
  .meta({ allowed: RANGE });

/** AWS takes subnets from /16 to /28. */
const subnetRange = range
  .refine((text) => between(text, 16, 28), 'is not the size of a subnet')
  .meta({ allowed: `${RANGE}, /16 to /28` });

/** Below /24 a node or two of 110 pods, each in seven /28 prefixes, would fill the zone. */
const privateRange = range
  .refine((text) => between(text, 16, 24), 'is not the size of a private subnet')
  .meta({ allowed: `${RANGE}, /16 to /24` });

const zone = z
  .string()
  .regex(/^[a-z]$/)
  .meta({ allowed: 'the letter of an availability zone, such as a' });

const vpcRange = range
  .refine((text) => between(text, 16, 20), 'is not the size of a VPC')
  .refine(
    (text) => !parseCidr(text) || PRIVATE_RANGES.some((outer) => contains(outer, text)),
    'is not in a private range',
  )
  .meta({ allowed: `an IPv4 range of /16 to /20, its first address first, inside ${PRIVATE_RANGES.join(', ')}` });

const subnets = z
  .strictObject({
    private: z
      .array(privateRange)
      .optional()
      .describe('Ranges for nodes and pods, /16 to /24, one a zone. Cannot change later.'),
    public: z
      .array(subnetRange)
      .optional()
      .describe('Ranges for internet-facing load balancers and NAT gateways, one a zone. Cannot change later.'),
    controlPlane: z
      .array(subnetRange)
      .optional()
      .describe("Ranges for the network interfaces of EKS's control plane, one a zone. Cannot change later."),
  })
  .prefault({})
  .describe(
    'Ranges by role in the order of `zones`. Default: computed from `cidr`; at 10.0.0.0/16 private /19, public /24, control plane /28, the upper half stays free.',
  );

const endpoints = z
  .strictObject({
    gateway: z
      .array(z.enum(GATEWAY_ENDPOINTS))
      .default([...GATEWAY_ENDPOINTS])
      .describe('Gateway endpoints; free. Can change later.'),
    interface: z
      .array(z.enum(INTERFACE_ENDPOINTS))
      .optional()
      .describe(
        'Interface endpoints, each 7.30 USD a month and zone and 0.01 USD a GB (us-east-1, aws.amazon.com/privatelink/pricing). Default: with `nat: none` the fifteen a private cluster needs (about 330 USD a month over three zones), otherwise none. Can change later.',
      ),
    trustedAccounts: z
      .array(
        z
          .string()
          .regex(/^\d{12}$/)
          .meta({ allowed: 'an account of twelve digits, in quotes' }),
      )
      .default([])
      .describe(
        "Other accounts whose principals may use the endpoints; this account's always may. Default: none. Can change later.",
      ),
  })
  .prefault({})
  .describe('VPC endpoints: ways to AWS services that do not leave the VPC.');

const flowLogs = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether flow logs are written. Default: true. Can change later.'),
    destination: z
      .enum(['cloud-watch-logs', 's3'])
      .default('cloud-watch-logs')
      .describe(
        'Where they go. CloudWatch Logs costs 0.50 USD a GB taken in, S3 0.25 (us-east-1, vended logs, aws.amazon.com/cloudwatch/pricing). Default: cloud-watch-logs. Can change later; the old destination is then destroyed.',
      ),
    retentionDays: z
      .literal(RETENTION_DAYS)
      .default(90)
      .describe('Days they are kept; a value CloudWatch Logs accepts. Default: 90. Can change later.'),
    trafficType: z
      .enum(['ALL', 'ACCEPT', 'REJECT'])
      .default('ALL')
      .describe(
        'Which traffic is logged; REJECT alone is a fraction of the cost. Default: ALL. A change replaces the flow log.',
      ),
    aggregationSeconds: z
      .literal([60, 600])
      .default(600)
      .describe(
        'Seconds one record sums up; 60 gives up to ten times the records. Default: 600. A change replaces the flow log.',
      ),
  })
  .prefault({})
  .describe('VPC flow logs, encrypted with a key of their own.');

const existingSubnet = z.strictObject({
  id: z
    .string()
    .regex(/^subnet-[0-9a-f]{8,17}$/)
    .meta({ allowed: 'a subnet id such as subnet-0a1b2c3d4e5f60718' })
    .describe('Its id. Cannot change later.'),
  zone: zone.describe('Letter of its availability zone.'),
  cidr: subnetRange.describe('Its IPv4 range.'),
});

const existing = z.strictObject({
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/)
    .meta({ allowed: 'a VPC id such as vpc-0a1b2c3d4e5f60718' })
    .describe('VPC with DNS support and DNS host names on. Cannot change later.'),
  cidrs: z.array(range).min(1).describe("The VPC's IPv4 ranges, primary first. Ranges can be added later."),
  subnets: z
    .strictObject({
      private: z
        .array(existingSubnet)
        .min(2)
        .describe('Subnets for nodes and pods with a way out, one a zone, two zones or more.'),
      public: z
        .array(existingSubnet)
        .default([])
        .describe('Subnets for internet-facing load balancers. Default: none, then there are only internal ones.'),
      controlPlane: z
        .array(existingSubnet)
        .default([])
        .describe("Subnets for the control plane's network interfaces, two zones or more. Default: the private ones."),
    })
    .describe(
      'Subnets by role. Tag them yourself: private kubernetes.io/role/internal-elb=1 and karpenter.sh/discovery=<name>, public kubernetes.io/role/elb=1.',
    ),
});

/** Keys below `network`. */
export const networkSchema = z.strictObject({
  cidr: vpcRange
    .default('10.0.0.0/16')
    .describe('IPv4 range of the VPC, /16 to /20, private (RFC 1918 or 100.64.0.0/10). Cannot change later.'),
  zones: z
    .array(zone)
    .length(3)
    .optional()
    .meta({ allowed: 'three letters of availability zones, such as [a, b, c]' })
    .describe(
      'Letters of three availability zones. Default: a, b, c; where a region has no such zone, the three it has. EKS does not take zone ids use1-az3, usw1-az2 and cac1-az3: which letter that is differs by account. Cannot change later.',
    ),
  subnets,
  nat: z
    .enum(['per-zone', 'single', 'none'])
    .default('per-zone')
    .describe(
      'NAT gateways, each 36.50 USD a month with its address and 0.045 USD a GB (us-east-1, aws.amazon.com/vpc/pricing). per-zone: a zone can fail alone (109.50 USD). single: one for all zones; its zone takes the others down, traffic across zones costs 0.01 USD a GB each way. none: no way out, only endpoints; images must then come from ECR or `registry`. Default: per-zone. Can change later; the way out is interrupted.',
    ),
  endpoints,
  flowLogs,
  prefixReservation: z
    .boolean()
    .default(true)
    .describe(
      'Reserve the upper half of each private subnet for /28 prefixes, so that single addresses do not fragment it and prefix delegation finds whole prefixes. Default: true. Can change later.',
    ),
  existing: existing
    .optional()
    .describe(
      'An existing VPC, by ids and ranges; stack `network` is then left out and the other keys have no meaning. Default: a new VPC. Cannot change later.',
    ),
});

export type NetworkConfig = z.infer<typeof networkSchema>;
export type ExistingNetwork = z.infer<typeof existing>;

function between(text: string, low: number, high: number): boolean {
  const parsed = parseCidr(text);
  return !parsed || (parsed.prefix >= low && parsed.prefix <= high);
}
