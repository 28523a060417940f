export * from './cluster';
export * from './network';
export * from './network-policies/flows';
export { bootstrapping } from './stage';
