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
} as const;
