export { bootstrapping } from './stage';
