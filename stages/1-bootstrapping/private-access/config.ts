import { z } from 'zod';

/** Days as cron counts them. */
export const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** Keys below `privateAccess`. */
export const privateAccessSchema = z.strictObject({
  type: z
    .enum(['ssm', 'runner', 'none'])
    .default('ssm')
    .describe(
      'How people or pipelines reach the private API endpoint. ssm: port forwarding through a small instance that heals itself, about 3.70 USD a month (t4g.nano and 8 GiB of gp3, us-east-1, aws.amazon.com/ec2/pricing). runner: a place for self-hosted CI runners, security group and role; costs nothing until you start runners in it. none: there is a way already, such as a VPN. Default: ssm. Can change later.',
    ),
  instanceType: z
    .string()
    .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/)
    .meta({ allowed: 'an EC2 instance type such as t4g.nano' })
    .default('t4g.nano')
    .describe('Type of the instance of `ssm`; its architecture must be `architecture`. Default: t4g.nano.'),
  architecture: z
    .enum(['arm64', 'x86_64'])
    .default('arm64')
    .describe('Processor architecture of the instance of `ssm`. Default: arm64.'),
  ami: z
    .string()
    .regex(/^ami-[0-9a-f]{8,17}$/)
    .meta({ allowed: 'an AMI id such as ami-0a1b2c3d4e5f60718' })
    .optional()
    .describe(
      'AMI with the SSM agent for the instance of `ssm`. Default: Amazon Linux 2023, the newest each time an instance starts.',
    ),
  refreshDay: z
    .enum(DAYS)
    .default('sunday')
    .describe(
      'Day of the week on which the instance of `ssm` is replaced by a new one with the newest image: that is how it is patched. Tunnels end then and can be opened again ten minutes later. Default: sunday. Can change at any time.',
    ),
  refreshHour: z
    .number()
    .int()
    .min(0)
    .max(23)
    .default(3)
    .describe('Hour of that day in UTC, 0 to 23. Default: 3. Can change at any time.'),
  egress: z
    .enum(['vpc', 'internet'])
    .optional()
    .describe(
      'Where HTTPS may go from the instance or the runners. vpc: the VPC only (and S3, for runners), enough when ssm and ssmmessages have interface endpoints. internet: anywhere, needed when AWS is reached through NAT. Default: of a new network, vpc for ssm where both endpoints are part of it and for runner without NAT; otherwise internet. Can change at any time.',
    ),
  localPort: z
    .number()
    .int()
    .min(1024)
    .max(65535)
    .default(8443)
    .describe("Port on people's machines in the commands of `ssm`. Default: 8443."),
});

export type PrivateAccessConfig = z.infer<typeof privateAccessSchema>;
