export { namespaces } from './namespaces';
