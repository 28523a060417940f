export { AGGREGATE_TO_OPERATOR, AGGREGATE_TO_VIEWER, rbac } from './rbac';
export { AccessRoles, type AccessRolesProps } from './rbac.k8s';
