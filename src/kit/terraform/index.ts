export * from './escape';
export * from './policy';
export * from './stack';
export * from './synth';
export * from './text';
export * from './tokens';
export * from './traces';
export * from './workload-identity';
