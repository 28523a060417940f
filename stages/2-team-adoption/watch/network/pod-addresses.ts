import type { Alert } from '../../../../src/kit/alert';
import { CAPACITY } from '../thresholds';

const cni = (metric: string, extra = '') => `${metric}{job="vpc-cni",node="a",instance="a"${extra}}`;

/** The VPC CNI's addresses for pods, where it runs as pods. */
export const podAddressAlerts: readonly Alert[] = [
  {
    alert: 'PodAddressesRunOut',
    expr: 'sum by (node) (increase(awscni_no_available_ip_addresses{job="vpc-cni"}[10m])) > 0',
    for: '5m',
    severity: 'critical',
    owner: 'platform',
    summary: 'Pods get no address',
    description: 'The network plugin of node {{ $labels.node }} had no address to give a pod.',
    threshold:
      'Each count is a pod that could not start; five minutes leave out the moment in which an interface is attached.',
    page: {
      meaning: 'The node has used all its addresses, or the subnet has none left.',
      impact: 'New pods stay in ContainerCreating on this node, or everywhere.',
      look: [
        [
          'How many addresses are left in the subnets?',
          'aws ec2 describe-subnets --filters "Name=tag:kubernetes.io/cluster/$CLUSTER,Values=owned,shared" --query "Subnets[].{id:SubnetId,zone:AvailabilityZone,free:AvailableIpAddressCount}" --output table',
        ],
        [
          'What does the plugin say?',
          'kubectl -n kube-system logs -l k8s-app=aws-node -c aws-node --tail=50 --prefix | grep -iE "insufficient|no available|error" | tail',
        ],
      ],
      end: 'Subnet full: give pods a secondary CIDR and subnets of their own, or prefix delegation. Node full: it has reached the limit of its instance type, so cordon it and let a larger type come.',
    },
    proof: {
      fires: {
        when: 'requests find none',
        series: { [cni('awscni_no_available_ip_addresses')]: '0+1x30' },
        at: '20m',
        labels: { node: 'a' },
      },
      silent: [{ when: 'none did lately', series: { [cni('awscni_no_available_ip_addresses')]: '3x40' }, at: '20m' }],
    },
  },
  {
    alert: 'PodNetworkApiErrors',
    expr: 'sum by (api) (rate(awscni_aws_api_error_count{job="vpc-cni",error!~".*(RequestCanceled|NotFound).*"}[15m])) > 0.05',
    for: '15m',
    severity: 'warning',
    owner: 'platform',
    summary: 'The network plugin cannot use the EC2 API',
    description: 'Calls of the network plugin to {{ $labels.api }} fail {{ $value | humanize }} times a second.',
    threshold:
      'One error in twenty seconds over the whole cluster for a quarter of an hour: throttling passes by itself, a missing permission does not.',
    page: {
      meaning: 'EC2 refuses calls of aws-node: no permission, a limit, or throttling.',
      impact: 'Nodes get no further addresses; new pods wait as soon as the warm ones are used.',
      look: [
        [
          'Which error?',
          'kubectl -n kube-system logs -l k8s-app=aws-node -c aws-node --tail=200 --prefix | grep -iE "api error|unauthorized|throttl" | tail',
        ],
        [
          'Has its role the policy?',
          'aws eks list-pod-identity-associations --cluster-name "$CLUSTER" --namespace kube-system --service-account aws-node',
        ],
      ],
      end: 'Attach AmazonEKS_CNI_Policy to the role of aws-node, or raise the EC2 request limit.',
    },
    proof: {
      fires: {
        when: 'every call is refused',
        series: {
          [cni('awscni_aws_api_error_count', ',api="CreateNetworkInterface",error="UnauthorizedOperation"')]: '0+30x60',
        },
        at: '40m',
        labels: { api: 'CreateNetworkInterface' },
        value: '500m',
      },
      silent: [
        {
          when: 'calls were only cancelled',
          series: {
            [cni('awscni_aws_api_error_count', ',api="CreateNetworkInterface",error="RequestCanceled"')]: '0+30x60',
          },
          at: '40m',
        },
      ],
    },
  },
  {
    alert: 'NodeAddressesNearlyUsed',
    expr: `max by (node) (awscni_assigned_ip_addresses{job="vpc-cni"}) / max by (node) (awscni_ip_max{job="vpc-cni"}) > ${CAPACITY.addresses} and max by (node) (awscni_ip_max{job="vpc-cni"}) > 0`,
    for: '30m',
    severity: 'info',
    owner: 'platform',
    summary: 'A node has given nearly all its addresses to pods',
    description:
      'Node {{ $labels.node }} has given {{ $value | humanizePercentage }} of the addresses its instance type allows.',
    threshold: `${CAPACITY.addresses * 100} %: its other resources stay unused while pods find no address there.`,
    page: {
      meaning: 'The instance type allows so many interfaces and addresses, and nearly all are in use.',
      impact: 'No more pods fit, whatever CPU and memory are left.',
      look: [
        [
          'How many pods, how many may there be?',
          'kubectl get node <node> -o jsonpath="{.status.allocatable.pods}"; kubectl get pods -A --field-selector spec.nodeName=<node> --no-headers | wc -l',
        ],
      ],
      end: 'Switch prefix delegation on for the network plugin (new nodes only), or take a larger type.',
    },
    proof: {
      fires: {
        when: 'all are given',
        series: { [cni('awscni_assigned_ip_addresses')]: '29x50', [cni('awscni_ip_max')]: '29x50' },
        at: '40m',
        labels: { node: 'a' },
        value: '100%',
      },
      silent: [
        {
          when: 'half is given',
          series: { [cni('awscni_assigned_ip_addresses')]: '15x50', [cni('awscni_ip_max')]: '29x50' },
          at: '40m',
        },
      ],
    },
  },
];
