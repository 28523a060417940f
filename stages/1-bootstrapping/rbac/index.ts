export { AGGREGATE_TO_OPERATOR, AGGREGATE_TO_VIEWER, rbac } from './rbac';
