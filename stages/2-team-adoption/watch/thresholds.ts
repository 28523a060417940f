/**
 * Numbers that alerts and dashboards share, so that a panel turns red where the alert fires. Where a number comes from
 * stands in the `threshold` of the alert that uses it.
 */

export const API_SERVER = {
  /** Share of requests that must be answered well and in time, over 30 days. */
  objective: 0.99,
  rejectedPerSecond: 0.1,
  storageBytes: 6 * 2 ** 30,
} as const;

export const NODE = {
  /** Share of a file system that is still free when a person must act at once. */
  diskFreeCritical: 0.05,
  /** Share still free from which a forecast counts. */
  diskFreeForecast: 0.2,
  /** Hours a forecast looks ahead. */
  diskForecastHours: 24,
  inodesFree: 0.05,
  memoryAvailable: 0.05,
  /** Share of time in which tasks wait for memory. */
  memoryStalled: 0.1,
  diskQueue: 10,
  fileDescriptors: 0.8,
  clockOffsetSeconds: 0.05,
  conntrack: 0.8,
  networkErrors: 0.01,
  /** Packets EC2 drops beyond a limit of the instance. */
  droppedPerSecond: 1,
} as const;

export const VOLUME = {
  freeCritical: 0.03,
  freeForecast: 0.15,
  forecastDays: 4,
  inodesFree: 0.03,
} as const;

export const CERTIFICATE = {
  warningDays: 7,
  criticalHours: 24,
} as const;

export const DNS = {
  /** Share of answers that are SERVFAIL. */
  failures: 0.01,
  slowSeconds: 1,
} as const;

export const CAPACITY = {
  quota: 0.9,
  podSlots: 0.95,
  addresses: 0.95,
} as const;

export const LOGS = {
  /** Share of a volume of the store that is free: Elasticsearch places no new shard at 0.15, and moves some away at 0.1. */
  diskFreeWarning: 0.15,
  diskFreeCritical: 0.08,
  /** Part of a collector's buffer that is free, in per cent as Fluentd says it. */
  bufferFreePercent: 40,
  rejectedPerMinute: 10,
} as const;
