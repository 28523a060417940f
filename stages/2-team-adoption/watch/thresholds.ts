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
