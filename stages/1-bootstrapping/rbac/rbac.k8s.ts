import { Construct } from 'constructs';
import { add, addCustom, type PolicyRule } from '../../../src/kit/kubernetes';
import { OPERATORS_GROUP, VIEWERS_GROUP } from '../cluster';
import { AGGREGATE_TO_OPERATOR, AGGREGATE_TO_VIEWER } from './rbac';
import { OPERATOR_RULES, VIEWER_RULES } from './rules';

export interface AccessRolesProps {
  /** Group of people who only look. @default 'stagecraft:viewers' */
  readonly viewers?: string;
  /** Group of people who operate workloads. @default 'stagecraft:operators' */
  readonly operators?: string;
}

const LABELS = { 'app.kubernetes.io/managed-by': 'stagecraft' };

/**
 * Two roles that gather the rules of every ClusterRole with their label, and the bindings of the two groups. The rules of the
 * gathering roles are the API server's to fill in, so none are written here.
 */
export class AccessRoles extends Construct {
  constructor(scope: Construct, id: string, props: AccessRolesProps = {}) {
    super(scope, id);
    const { viewers = VIEWERS_GROUP, operators = OPERATORS_GROUP } = props;
    this.part('stagecraft-viewer-core', [AGGREGATE_TO_VIEWER, AGGREGATE_TO_OPERATOR], VIEWER_RULES);
    this.part('stagecraft-operator-core', [AGGREGATE_TO_OPERATOR], OPERATOR_RULES);
    this.role('stagecraft-viewer', AGGREGATE_TO_VIEWER, viewers);
    this.role('stagecraft-operator', AGGREGATE_TO_OPERATOR, operators);
  }

  private part(name: string, gatheredBy: readonly string[], rules: readonly PolicyRule[]): void {
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name, labels: { ...LABELS, ...Object.fromEntries(gatheredBy.map((label) => [label, 'true'])) } },
      rules: [...rules],
    });
  }

  private role(name: string, label: string, group: string): void {
    addCustom(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name, labels: LABELS },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }] },
    });
    add(this, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name, labels: LABELS },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
    });
  }
}

export function build(chart: Construct): void {
  new AccessRoles(chart, 'rbac');
}
