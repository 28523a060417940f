export type { PrivateAccessConfig } from './config';
export { privateAccess } from './private-access';
