/**
 * Web configuration of Prometheus and Alertmanager: what a browser is told. Neither can be shown inside another page, where a click could
 * be led to a silence.
 */
export const WEB_CONFIGURATION = `http_server_config:
  headers:
    X-Frame-Options: deny
    X-Content-Type-Options: nosniff
`;
