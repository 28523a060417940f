import type { Context } from '../../../src/kit/contract';
import type { WorkloadIdentity } from '../../../src/kit/identity';
import type { PrometheusConfig } from './config';
import { PROMETHEUS } from './names';

/** Prometheus may write to its workspace in Amazon Managed Prometheus, if there is one, and nothing else. */
export function prometheusIdentities({ config, platform }: Context<PrometheusConfig>): WorkloadIdentity[] {
  const { enabled, workspaceId } = config.amazonManagedPrometheus;
  if (!enabled) return [];
  const workspaces = `arn:${platform.partition}:aps:${platform.region}:${platform.account}:workspace`;
  const known = workspaceId !== undefined;
  return [
    {
      name: 'prometheus',
      namespace: PROMETHEUS.namespace,
      serviceAccount: PROMETHEUS.serviceAccount,
      statements: [
        {
          sid: 'RemoteWrite',
          actions: ['aps:RemoteWrite'],
          resources: [`${workspaces}/${workspaceId ?? '*'}`],
          ...(known
            ? {}
            : {
                conditions: [
                  {
                    test: 'StringEquals',
                    variable: 'aws:ResourceTag/stagecraft:cluster',
                    values: [platform.name],
                  },
                ],
                reason: 'AWS makes up the id of the workspace; until it is configured, the tag names it',
              }),
        },
      ],
    },
  ];
}
