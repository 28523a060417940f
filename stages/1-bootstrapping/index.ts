export * from './cluster';
export * from './flows';
export * from './internal-ca';
export * from './namespaces';
export * from './network';
export * from './network-policies';
export * from './priority-classes';
export { bootstrapping } from './stage';
export * from './storage';
