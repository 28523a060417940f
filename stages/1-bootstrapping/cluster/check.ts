import type { ConfigFault, Context } from '../../../src/kit/contract';
import { contains, networkOf, overlaps, parseCidr } from '../network';
import { principalSlug } from './access';
import { planAddons } from './addons/plan';
import type { ClusterConfig } from './config';
import { kubernetesVersion } from './config';
import { checkGroups } from './nodes/check';

const RFC1918 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Ranges that are nobody's on the internet; EKS refuses them for a public endpoint. */
const NOT_PUBLIC = [...RFC1918, '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'];

/** What no schema can say about the cluster. */
export function checkCluster(context: Context<ClusterConfig>): readonly ConfigFault[] {
  return [
    ...checkVersion(context),
    ...checkServiceCidr(context),
    ...checkEndpoint(context.config),
    ...checkAccess(context),
    ...checkPartition(context),
    ...checkGroups(context.config.compute, networkOf(context).zones),
    ...checkAddons(context),
  ];
}

function checkVersion({ config, catalog }: Context<ClusterConfig>): ConfigFault[] {
  const version = kubernetesVersion(config, catalog);
  const known = Object.keys(catalog.kubernetes.versions);
  if (known.includes(version)) return [];
  return [
    {
      path: 'version',
      what: `Kubernetes ${version} is not one this release knows`,
      allowed: known.join(', '),
      next: 'take one of these, or a newer stagecraft',
    },
  ];
}

function checkServiceCidr(context: Context<ClusterConfig>): ConfigFault[] {
  const { serviceCidr } = context.config;
  const range = parseCidr(serviceCidr);
  const allowed = `a private range (${RFC1918.join(', ')}), /12 to /24, first address first`;
  if (!range || range.prefix < 12 || range.prefix > 24 || !RFC1918.some((outer) => contains(outer, serviceCidr)))
    return [{ path: 'serviceCidr', what: `${serviceCidr} cannot be the range of Services`, allowed }];
  const taken = networkOf(context).cidrs.find((cidr) => parseCidr(cidr) && overlaps(cidr, serviceCidr));
  if (!taken) return [];
  return [
    {
      path: 'serviceCidr',
      what: `${serviceCidr} overlaps the VPC's ${taken}`,
      allowed: `${allowed}, apart from the VPC`,
      next: 'change serviceCidr: it is never routed, any free private range will do',
    },
  ];
}

function checkEndpoint({ endpoint }: ClusterConfig): ConfigFault[] {
  const { public: open, publicCidrs } = endpoint;
  const faults = publicCidrs.flatMap((cidr, i) => checkPublicCidr(`endpoint.publicCidrs.${i}`, cidr));
  if (open && publicCidrs.length === 0)
    faults.push({
      path: 'endpoint.publicCidrs',
      what: 'the endpoint is public, but no range may reach it',
      allowed: 'at least one public IPv4 range',
      next: 'name the addresses your people and pipelines come from, or set endpoint.public to false',
    });
  if (!open && publicCidrs.length > 0)
    faults.push({
      path: 'endpoint.publicCidrs',
      what: 'ranges for a public endpoint, but endpoint.public is false',
      next: 'set endpoint.public to true, or take publicCidrs out',
    });
  return faults;
}

function checkPublicCidr(path: string, cidr: string): ConfigFault[] {
  if (!parseCidr(cidr))
    return [
      { path, what: `${cidr} has address bits below its prefix`, allowed: 'first address first, as 203.0.113.0/24' },
    ];
  if (cidr.endsWith('/0'))
    return [
      {
        path,
        what: `${cidr} is the whole internet`,
        allowed: 'the public ranges your people and pipelines come from',
        next: 'name those, or leave the endpoint private and come in through the VPC',
      },
    ];
  const inside = NOT_PUBLIC.find((range) => overlaps(range, cidr));
  if (!inside) return [];
  return [
    {
      path,
      what: `${cidr} is not a public range (${inside})`,
      allowed: 'public IPv4 ranges',
      next: 'take it out: from inside the VPC the private endpoint answers',
    },
  ];
}

/** A principal of another partition is refused by IAM at apply, half-way through the stack. */
function checkPartition({ config, platform }: Context<ClusterConfig>): ConfigFault[] {
  const { admins, operators, viewers, breakGlass } = config.access;
  const lists = { admins, operators, viewers, 'breakGlass.principals': breakGlass.principals };
  const { permissionsBoundary } = platform;
  const boundary =
    !permissionsBoundary || permissionsBoundary.startsWith(`arn:${platform.partition}:`)
      ? []
      : [
          {
            path: '/permissionsBoundary',
            what: `is of another partition than region ${platform.region}`,
            allowed: `arn:${platform.partition}:iam::<account>:policy/<name>`,
          },
        ];
  const foreign = Object.entries(lists).flatMap(([kind, arns]) =>
    arns.flatMap((arn, i) => {
      if (arn.startsWith(`arn:${platform.partition}:`)) return [];
      return {
        path: `access.${kind}.${i}`,
        what: `${arn} is of another partition than region ${platform.region}`,
        allowed: `arn:${platform.partition}:iam::<account>:role/<name>, or user/<name>`,
        next: 'name a principal of the partition the cluster is in',
      };
    }),
  );
  return [...boundary, ...foreign];
}

function checkAccess({ config, platform }: Context<ClusterConfig>): ConfigFault[] {
  const { access } = config;
  const faults: ConfigFault[] = [];
  const seen = new Map<string, string>();
  for (const kind of ['admins', 'operators', 'viewers'] as const)
    for (const [i, arn] of access[kind].entries()) {
      const path = `access.${kind}.${i}`;
      const slug = principalSlug('', arn, platform.account);
      const other = seen.get(slug);
      if (other)
        faults.push({
          path,
          what: `${arn} is there already, or has the same name: ${other}`,
          allowed: 'each principal once: EKS has one access entry a principal',
          next: 'leave it where it has the most rights',
        });
      else seen.set(slug, path);
    }
  if (access.breakGlass.enabled && access.breakGlass.principals.length === 0)
    faults.push({
      path: 'access.breakGlass.principals',
      what: 'break-glass is switched on for nobody',
      allowed: 'at least one ARN of an IAM role or user',
      next: 'name who may assume the emergency role, or set access.breakGlass.enabled to false',
    });
  return faults;
}

function checkAddons(context: Context<ClusterConfig>): ConfigFault[] {
  const { config, catalog } = context;
  const installed = planAddons(config, catalog).map(({ name }) => name);
  const stray = (key: 'versions' | 'values', what: string): ConfigFault[] =>
    Object.keys(config.addons[key])
      .filter((name) => !installed.includes(name))
      .map((name) => ({
        path: `addons.${key}.${name}`,
        what: `${what} for ${name}, which this configuration does not install`,
        allowed: installed.join(', '),
      }));
  const faults: ConfigFault[] = [
    ...stray('versions', 'a version'),
    ...stray('values', 'configuration values'),
    ...config.addons.extra.flatMap((name, i) => checkExtra(name, i, installed)),
  ];
  const proxy = config.addons.versions['kube-proxy'];
  const minor = kubernetesVersion(config, catalog);
  if (proxy && !proxy.startsWith(`v${minor}.`))
    faults.push({
      path: 'addons.versions.kube-proxy',
      what: `kube-proxy ${proxy} is not of Kubernetes ${minor}`,
      allowed: `v${minor}.<patch>-eksbuild.<build>`,
      next: `aws eks describe-addon-versions --addon-name kube-proxy --kubernetes-version ${minor}`,
    });
  return faults;
}

/** An add-on of ours has a switch of its own, and EKS takes each once. */
function checkExtra(name: string, index: number, installed: readonly string[]): ConfigFault[] {
  if (installed.filter((other) => other === name).length < 2) return [];
  return [
    {
      path: `addons.extra.${index}`,
      what: `${name} is installed already`,
      allowed: 'each add-on once',
      next: 'take it out here; what is ours has a switch of its own, or is always there',
    },
  ];
}
