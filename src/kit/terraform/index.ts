export * from './escape';
export * from './policy';
export * from './stack';
export * from './synth';
export * from './workload-identity';
