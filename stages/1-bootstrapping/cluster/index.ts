export { cluster } from './cluster';
export * from './config';
