import { z } from 'zod';
import { clientFields } from '../monitoring/clients';
import { secretKey } from '../monitoring/secret-key';

const remoteWrite = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/)
    .meta({ allowed: 'up to 42 lower-case letters, digits and dashes, a letter first and no dash last' })
    .describe('Name of the endpoint in metrics and logs. Unique in the list.'),
  url: z.url({ protocol: /^https$/ }).describe('Endpoint samples are written to, https only.'),
  basicAuth: z
    .strictObject({ username: z.string().min(1).describe('User name.'), password: secretKey.describe('Password.') })
    .optional()
    .describe('HTTP basic authentication. Default: none.'),
  bearerToken: secretKey.optional().describe('Bearer token. Default: none.'),
  maxShards: z
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .describe('Most parallel senders. Default 50, as Prometheus. Each holds up to 2000 samples in memory.'),
  keep: z
    .string()
    .min(1)
    .optional()
    .describe('Regular expression of metric names that are written, anchored. Default: all. Less costs less.'),
});

export const prometheusConfig = z.strictObject({
  replicas: z
    .number()
    .int()
    .min(1)
    .max(3)
    .default(2)
    .describe('Servers that each scrape everything. Default 2: one may be lost. Each costs its memory and its volume.'),
  retentionDays: z
    .number()
    .int()
    .min(1)
    .max(400)
    .default(15)
    .describe('Days samples are kept on the volume. Default 15. Can change later.'),
  volumeGiB: z
    .number()
    .int()
    .min(10)
    .max(16000)
    .default(100)
    .describe(
      'Size of each volume in GiB; 80 % of it is the retention by size. Default 100. A StatefulSet cannot change it: grow the claims first, then this.',
    ),
  cpu: z
    .string()
    .regex(/^\d+m?$/)
    .meta({ allowed: 'processors, such as 500m or 2' })
    .default('500m')
    .describe('CPU request of a server, Kubernetes quantity. Default 500m. No limit.'),
  memoryGiB: z
    .number()
    .int()
    .min(2)
    .max(512)
    .optional()
    .describe(
      'Memory request and limit of a server in GiB. Default: what the cardinality budget needs, 7.5 KiB a series, in steps of 2.',
    ),
  maxNodes: z
    .number()
    .int()
    .min(3)
    .max(5000)
    .default(30)
    .describe(
      'Nodes the cardinality budget is made for; the target limit of each job that scrapes nodes. Default 30. Above it those jobs stop: raise it before the node groups.',
    ),
  scrapeIntervalSeconds: z
    .number()
    .int()
    .min(10)
    .max(120)
    .default(30)
    .describe('Seconds between scrapes where a target says nothing else. Default 30.'),
  evaluationIntervalSeconds: z
    .number()
    .int()
    .min(10)
    .max(120)
    .default(30)
    .describe('Seconds between rule evaluations where a group says nothing else. Default 30.'),
  verifyKubelets: z
    .boolean()
    .default(true)
    .describe(
      "Check the kubelets' certificates against the cluster's CA. Default true; EKS signs them with it. False only for nodes that sign their own.",
    ),
  externalUrl: z
    .url({ protocol: /^https?$/ })
    .default('http://prometheus.monitoring.svc:9090')
    .describe('Address people reach it at; links in alerts begin with it. Default: the Service, for a port forward.'),
  controlPlane: z
    .boolean()
    .default(true)
    .describe(
      'Scrape scheduler and controller manager through the EKS metrics API. Default true; clusters made before 1.28 have none.',
    ),
  annotations: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('Scrape pods and services annotated prometheus.io/scrape. Default true.'),
      sampleLimit: z
        .number()
        .int()
        .min(100)
        .max(100_000)
        .default(1500)
        .describe('Most series one annotated target may expose; above it the whole scrape is dropped. Default 1500.'),
      targetLimit: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(25)
        .describe('Most annotated pods, and most annotated service endpoints. Default 25 each.'),
    })
    .prefault({})
    .describe('Discovery by annotation in namespaces labelled stagecraft.io/scrape: annotated.'),
  namespaceTeams: z
    .record(
      z
        .string()
        .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
        .meta({ allowed: 'the name of a namespace' }),
      z.string().min(1).describe('Team, a key of `teams` of the platform.'),
    )
    .default({})
    .describe(
      'Team that is told of what happens in a namespace, by namespace. Default: none, and then the owner of the alert is, mostly platform. Receivers of a team: alertmanager.teams.',
    ),
  externalLabels: z
    .record(
      z
        .string()
        .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/)
        .meta({ allowed: 'letters, digits and underscores, no digit first' }),
      z.string(),
    )
    .default({})
    .describe('Labels on everything that leaves the server, beside cluster and prometheus_replica. Default: none.'),
  remoteWrite: z.array(remoteWrite).default([]).describe('Endpoints every sample is also written to. Default: none.'),
  ...clientFields('Prometheus, which asks nobody who they are: whatever stands before it has to'),
  amazonManagedPrometheus: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe(
          'Make a workspace and write every sample to it. Default false. AWS bills samples, storage and queries.',
        ),
      workspaceId: z
        .string()
        .regex(/^ws-[0-9a-f-]{36}$/)
        .meta({ allowed: 'a workspace id such as ws-12345678-1234-1234-1234-123456789012' })
        .optional()
        .describe(
          'Id AWS gave the workspace: output prometheus_workspace_id of the stack observability. Until it stands here nothing is written.',
        ),
      logRetentionDays: z
        .number()
        .int()
        .default(365)
        .describe('Days the log group of the workspace keeps events; a value CloudWatch knows. Default 365.'),
    })
    .prefault({})
    .describe('Amazon Managed Service for Prometheus as long-term storage.'),
});

export type PrometheusConfig = z.infer<typeof prometheusConfig>;
