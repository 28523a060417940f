import { FORWARDING, type Place, WAY_TAG } from './policies';

export interface TunnelProps extends Place {
  /** Port on the person's machine. */
  readonly localPort: number;
  /** Host of the API, without `https://`. */
  readonly endpoint: string;
}

/** The commands of a tunnel in order: find the instance, hold the port open, point a kubeconfig of its own at it. */
export function tunnelCommands(props: TunnelProps): string {
  return [findInstance(props), openTunnel(props), ...pointKubectl(props), ''].join('\n');
}

/** Finds the running instance. */
export function findInstance({ name, region }: Pick<Place, 'name' | 'region'>): string {
  return [
    `INSTANCE=$(aws ec2 describe-instances --region ${region} \\`,
    `  --filters Name=tag:${WAY_TAG},Values=${name} Name=instance-state-name,Values=running \\`,
    "  --query 'Reservations[0].Instances[0].InstanceId' --output text)",
  ].join('\n');
}

/** Forwards the local port to the API; runs until it is interrupted. */
export function openTunnel({ region, endpoint, localPort }: TunnelProps): string {
  return [
    `aws ssm start-session --region ${region} --target "$INSTANCE" \\`,
    `  --document-name ${FORWARDING} \\`,
    `  --parameters host=${endpoint},portNumber=443,localPortNumber=${localPort}`,
  ].join('\n');
}

/** A kubeconfig that goes to the local port and still checks the certificate by the API's own name. */
export function pointKubectl({ name, account, region, partition = 'aws', localPort, endpoint }: TunnelProps): string[] {
  const file = `~/.kube/${name}-tunnel`;
  return [
    `aws eks update-kubeconfig --region ${region} --name ${name} --kubeconfig ${file}`,
    [
      `kubectl --kubeconfig ${file} config set-cluster arn:${partition}:eks:${region}:${account}:cluster/${name} \\`,
      `  --server=https://localhost:${localPort} --tls-server-name=${endpoint}`,
    ].join('\n'),
    `kubectl --kubeconfig ${file} get nodes`,
  ];
}
