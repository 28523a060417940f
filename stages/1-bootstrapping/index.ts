export * from './cluster';
export * from './flows';
export * from './network';
export { bootstrapping } from './stage';
