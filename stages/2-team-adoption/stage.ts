import type { Stage } from '../../src/kit/contract';
import { alertmanager } from './alertmanager';
import { audit } from './audit';
import { elasticsearch } from './elasticsearch';
import { fluentBit } from './fluent-bit';
import { fluentd } from './fluentd';
import { grafana } from './grafana';
import { kibana } from './kibana';
import { kubeStateMetrics } from './kube-state-metrics';
import { logging } from './logging';
import { monitoring } from './monitoring';
import { nodeExporter } from './node-exporter';
import { opensearch } from './opensearch';
import { opensearchDashboards } from './opensearch-dashboards';
import { people } from './people';
import { prometheus } from './prometheus';
import { runbooks } from './runbooks/runbooks';
import { watchTopics } from './watch';

export const teamAdoption: Stage = {
  number: 2,
  name: 'team-adoption',
  title: 'Team-Wide Adoption',
  summary: 'Monitoring, logging and audit for the whole team',
  stacks: [{ name: 'observability', title: 'Audit alarms and metrics storage', after: ['cluster'] }],
  components: [
    monitoring,
    prometheus,
    alertmanager,
    kubeStateMetrics,
    nodeExporter,
    grafana,
    ...watchTopics,
    runbooks,
    logging,
    elasticsearch,
    kibana,
    opensearch,
    opensearchDashboards,
    fluentd,
    fluentBit,
    // The API audit log, in CloudWatch.
    audit,
  ],
  people,
};
