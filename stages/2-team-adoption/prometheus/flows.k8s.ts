import type { Context } from '../../../src/kit/contract';
import { type Flow, pods } from '../../../src/kit/kubernetes';
import type { ScrapeTarget } from '../../../src/kit/monitoring';
import { apiServerFlow, awsApiFlow, nodeFlow, workloadIdentityFlows } from '../../1-bootstrapping';
import { ALERTMANAGER } from '../alertmanager/names';
import type { PrometheusConfig } from './config';
import { systemRunsAsPods } from './jobs';
import { ANNOTATED_PORTS, SCRAPE_LABEL, SCRAPE_LABEL_VALUE } from './jobs-annotated';
import { COREDNS_PORT } from './jobs-cluster';
import { KUBELET_PORT, VPC_CNI_PORT } from './jobs-nodes';

/** Everything Prometheus talks to, and nothing else: derived from what is scraped. */
export function prometheusEgress(context: Context<PrometheusConfig>, targets: readonly ScrapeTarget[]): Flow[] {
  const onNodes = targets.filter(({ hostNetwork }) => hostNetwork).map(({ containerPort }) => containerPort);
  const asPods = systemRunsAsPods(context);
  return [
    apiServerFlow(context),
    nodeFlow(context, unique([KUBELET_PORT, ...(asPods ? [VPC_CNI_PORT] : []), ...onNodes])),
    ...(asPods ? [{ peers: [pods('kube-system', { 'k8s-app': 'kube-dns' })], ports: [COREDNS_PORT] }] : []),
    { peers: [pods(ALERTMANAGER.namespace, ALERTMANAGER.selector)], ports: [ALERTMANAGER.port] },
    ...targets.filter(({ hostNetwork }) => !hostNetwork).map(targetFlow),
    ...(context.config.annotations.enabled ? [annotatedFlow()] : []),
    ...remoteWriteFlows(context),
  ];
}

function targetFlow({ namespace, podLabels, containerPort }: ScrapeTarget): Flow {
  return { peers: [pods(namespace, podLabels)], ports: [containerPort] };
}

/** Pods of namespaces that opted in; which of their ports, only the annotation says. */
function annotatedFlow(): Flow {
  return {
    peers: [{ namespaceSelector: { matchLabels: { [SCRAPE_LABEL]: SCRAPE_LABEL_VALUE } }, podSelector: {} }],
    ports: [ANNOTATED_PORTS],
  };
}

/** Endpoints are addresses outside the cluster: in the VPC or on the internet, at the port of their URL. */
function remoteWriteFlows(context: Context<PrometheusConfig>): Flow[] {
  const { remoteWrite, amazonManagedPrometheus } = context.config;
  const ports = unique(remoteWrite.map(({ url }) => Number(new URL(url).port || 443)));
  return [
    ...(ports.length > 0 ? [{ ...awsApiFlow(context), ports }] : []),
    ...(amazonManagedPrometheus.enabled ? workloadIdentityFlows(context) : []),
  ];
}

function unique(ports: readonly number[]): number[] {
  return [...new Set(ports)].sort((a, b) => a - b);
}
