import { z } from 'zod';
import type { Caller } from '../../../src/kit/monitoring';

/** Fields of a component that people reach through something of their own: a gateway, a load balancer. */
export function clientFields(system: string) {
  const forward = 'kubectl port-forward always works';
  return {
    clients: z
      .array(
        z.strictObject({
          namespace: z.string().min(1).describe('Namespace of the pods.'),
          podLabels: z.record(z.string(), z.string()).describe('Labels of the pods; none means all of the namespace.'),
        }),
      )
      .default([])
      .describe(`Pods that may open ${system}, for example those of a gateway. Default: none; ${forward}.`),
    clientRanges: z
      .array(z.cidrv4())
      .default([])
      .describe(
        `Address ranges that may open ${system}, for example the subnets of a load balancer that sends to pods. Default: none.`,
      ),
  };
}

/** Those of the configuration, as a component of a later stage would name them. */
export function configuredClients(config: {
  readonly clients: readonly Caller[];
  readonly clientRanges: readonly string[];
}): Caller[] {
  return [...config.clients, ...config.clientRanges.map((cidr) => ({ cidr }))];
}
