export { type OpensearchDashboardsConfig, opensearchDashboardsConfig } from './config';
export { type DashboardsOidc, dashboardsOidcConfig } from './oidc';
export { opensearchDashboards } from './opensearch-dashboards';
export { OpensearchDashboards, type OpensearchDashboardsProps } from './opensearch-dashboards.k8s';
