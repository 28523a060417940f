import type { Alert } from '../../../../src/kit/alert';

/** What the node monitoring agent of EKS finds, where it is installed (`cluster.addons.nodeMonitoring`): without it there are no series. */
const PARTS = 'AcceleratedHardware|ContainerRuntime|Kernel|Networking|Storage';
const series = (condition: string, status: string) =>
  `kube_node_status_condition{job="kube-state-metrics",node="a",condition="${condition}",status="${status}"}`;

export const nodeHealthAlerts: readonly Alert[] = [
  {
    alert: 'NodeHealthDegraded',
    expr: `kube_node_status_condition{job="kube-state-metrics",condition=~"(${PARTS})Ready",status="false"} == 1`,
    for: '45m',
    severity: 'warning',
    owner: 'platform',
    summary: 'A node is broken and was not replaced',
    description: 'Node {{ $labels.node }} reports {{ $labels.condition }} false.',
    threshold:
      "EKS's node auto repair acts after thirty minutes, ten for hardware of GPUs (https://docs.aws.amazon.com/eks/latest/userguide/node-repair.html); three quarters of an hour means that it did not.",
    page: {
      meaning:
        "EKS's monitoring agent found a fault in kernel, network, storage, runtime or accelerator of the node, and the node is still there.",
      impact: 'Its pods run on what is broken: no address, no volume, no GPU, or all of it slow.',
      look: [
        ['What was found?', "kubectl describe node <node> | sed -n '/Conditions/,/Addresses/p;/Events/,$p'"],
        [
          'Does EKS repair the group?',
          'aws eks describe-nodegroup --cluster-name "$CLUSTER" --nodegroup-name <group> --query "nodegroup.{repair:nodeRepairConfig,health:health}"',
        ],
        ['Does a budget keep the node from being drained?', 'kubectl get pdb -A'],
      ],
      end: 'Cordon and drain it, then delete it: `kubectl drain <node> --ignore-daemonsets --delete-emptydir-data`, and terminate its instance. Repair stops when more than a fifth of a group of more than five nodes is broken: then look for what they have in common first.',
    },
    proof: {
      fires: {
        when: 'the network is broken for an hour',
        series: { [series('NetworkingReady', 'false')]: '1x70', [series('NetworkingReady', 'true')]: '0x70' },
        at: '60m',
        labels: { job: 'kube-state-metrics', node: 'a', condition: 'NetworkingReady', status: 'false' },
      },
      silent: [
        {
          when: 'it is repaired in time',
          series: {
            [series('NetworkingReady', 'false')]: '1x30 0x40',
            [series('NetworkingReady', 'true')]: '0x30 1x40',
          },
          at: '60m',
        },
        {
          when: 'the node is not ready, which has an alert of its own',
          series: { [series('Ready', 'false')]: '1x70' },
          at: '60m',
        },
      ],
    },
  },
];
