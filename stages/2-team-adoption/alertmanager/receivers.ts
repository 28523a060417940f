import { type AlertmanagerConfig, HEARTBEAT, NOBODY, type Receiver } from './config';

/** Directory below which Secrets are mounted, one directory each. */
export const SECRETS_DIRECTORY = '/etc/alertmanager/secrets';

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

const file = ({ name, key }: SecretKey) => `${SECRETS_DIRECTORY}/${name}/${key}`;

/** Receivers as Alertmanager takes them. Credentials are read from files when a message is sent, never from the configuration. */
export function receiverList({ receivers, heartbeat }: AlertmanagerConfig): Readonly<Record<string, unknown>>[] {
  return [
    { name: NOBODY },
    {
      name: HEARTBEAT,
      webhook_configs: [{ url_file: file(heartbeat.url), send_resolved: false, max_alerts: 1 }],
    },
    ...Object.entries(receivers).map(([name, receiver]) => ({ name, ...channels(receiver) })),
  ];
}

function channels({ slack, pagerduty, email, webhook }: Receiver) {
  return {
    ...(slack ? { slack_configs: [slackMessage(slack)] } : {}),
    ...(pagerduty ? { pagerduty_configs: [page(pagerduty)] } : {}),
    ...(email ? { email_configs: [mail(email)] } : {}),
    ...(webhook ? { webhook_configs: [post(webhook)] } : {}),
  };
}

function post({ url, bearerToken }: NonNullable<Receiver['webhook']>) {
  return {
    url_file: file(url),
    send_resolved: true,
    ...(bearerToken ? { http_config: { authorization: { credentials_file: file(bearerToken) } } } : {}),
  };
}

function slackMessage({ channel, url }: NonNullable<Receiver['slack']>) {
  return {
    api_url_file: file(url),
    channel,
    send_resolved: true,
    color: '{{ template "stagecraft.color" . }}',
    title: '{{ template "stagecraft.title" . }}',
    title_link: '{{ template "stagecraft.link" . }}',
    text: '{{ template "stagecraft.text" . }}',
    fallback: '{{ template "stagecraft.title" . }}',
    footer: '{{ template "stagecraft.footer" . }}',
    actions: [
      { type: 'button', text: 'Runbook', url: '{{ template "stagecraft.runbook" . }}' },
      { type: 'button', text: 'Silence', url: '{{ template "stagecraft.silence" . }}' },
    ],
  };
}

function page({ routingKey }: NonNullable<Receiver['pagerduty']>) {
  return {
    routing_key_file: file(routingKey),
    send_resolved: true,
    client: 'Alertmanager',
    client_url: '{{ template "stagecraft.link" . }}',
    description: '{{ template "stagecraft.title" . }}',
    severity: '{{ template "stagecraft.pagerduty.severity" . }}',
    group: '{{ .CommonLabels.team }}',
    component: '{{ .CommonLabels.namespace }}',
    class: '{{ .CommonLabels.alertname }}',
    details: { firing: '{{ template "stagecraft.text" . }}', count: '{{ .Alerts.Firing | len }}' },
    links: [{ href: '{{ template "stagecraft.runbook" . }}', text: 'Runbook' }],
  };
}

function mail({ to, from, smarthost, username, password }: NonNullable<Receiver['email']>) {
  return {
    to: to.join(', '),
    from,
    smarthost,
    require_tls: true,
    send_resolved: true,
    ...(username ? { auth_username: username } : {}),
    ...(password ? { auth_password_file: file(password) } : {}),
    headers: { Subject: '{{ template "stagecraft.title" . }}' },
    html: '',
    text: '{{ template "stagecraft.title" . }}\n\n{{ template "stagecraft.text" . }}\n{{ template "stagecraft.link" . }}\n',
  };
}

/** Names of every Secret the receivers read. */
export function receiverSecrets({ receivers, heartbeat }: AlertmanagerConfig): string[] {
  const names = Object.values(receivers).flatMap(({ slack, pagerduty, email, webhook }) =>
    [
      slack?.url.name,
      pagerduty?.routingKey.name,
      email?.password?.name,
      webhook?.url.name,
      webhook?.bearerToken?.name,
    ].filter((name) => name !== undefined),
  );
  return [...new Set([heartbeat.url.name, ...names])].sort();
}

/** Ports the receivers are reached at. */
export function receiverPorts({ receivers }: AlertmanagerConfig): number[] {
  const ports = Object.values(receivers).flatMap(({ email, webhook }) => [
    ...(email ? [Number(email.smarthost.split(':').at(-1))] : []),
    ...(webhook ? [webhook.port] : []),
  ]);
  return [...new Set([443, ...ports])].sort((a, b) => a - b);
}
