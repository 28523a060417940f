export * from './cluster';
export { bootstrapping } from './stage';
