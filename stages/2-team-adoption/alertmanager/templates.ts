/** Alerts a message spells out; a hundred pods of one fault would be more than Slack takes and anybody reads. */
const SHOWN = 10;

/** Notification templates, in Go's template language: short on a phone, with the runbook one tap away. */
export const TEMPLATES = `{{ define "stagecraft.title" -}}
[{{ if eq .Status "firing" }}{{ .CommonLabels.severity | toUpper }}{{ if gt (len .Alerts.Firing) 1 }} x{{ len .Alerts.Firing }}{{ end }}{{ else }}RESOLVED{{ end }}]
{{- " " }}{{ with .CommonLabels.alertname }}{{ . }}{{ else }}{{ len .Alerts }} alerts{{ end }}
{{- with .CommonLabels.namespace }} in {{ . }}{{ end }}
{{- with .CommonLabels.cluster }} ({{ . }}){{ end }}
{{- end }}

{{ define "stagecraft.text" -}}
{{ template "stagecraft.alerts" .Alerts.Firing }}
{{- if gt (len .Alerts.Resolved) 0 }}{{ if gt (len .Alerts.Firing) 0 }}Resolved:
{{ end }}{{ template "stagecraft.alerts" .Alerts.Resolved }}{{ end }}
{{- end }}

{{ define "stagecraft.alerts" -}}
{{ range $index, $alert := . }}{{ if lt $index ${SHOWN} }}{{ template "stagecraft.alert" $alert }}{{ else if eq $index ${SHOWN} }}and {{ len (slice $ ${SHOWN}) }} more
{{ end }}{{ end }}
{{- end }}

{{ define "stagecraft.alert" -}}
{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}
{{ with .Annotations.description }}{{ . }}
{{ end }}{{ with .Annotations.runbook_url }}Runbook: {{ . }}
{{ end }}{{ with .GeneratorURL }}Query: {{ . }}
{{ end }}
{{ end }}

{{ define "stagecraft.runbook" -}}
{{ with .CommonAnnotations.runbook_url }}{{ . }}{{ else }}{{ template "stagecraft.link" . }}{{ end }}
{{- end }}

{{ define "stagecraft.link" -}}
{{ .ExternalURL }}/#/alerts?receiver={{ .Receiver | urlquery }}
{{- end }}

{{ define "stagecraft.footer" -}}
team {{ with .CommonLabels.team }}{{ . }}{{ else }}unknown{{ end }}
{{- end }}

{{ define "stagecraft.silence" -}}
{{ .ExternalURL }}/#/silences/new?filter=%7B{{ range $index, $pair := .CommonLabels.SortedPairs }}{{ if $index }}%2C{{ end }}{{ $pair.Name }}%3D%22{{ $pair.Value | urlquery }}%22{{ end }}%7D
{{- end }}

{{ define "stagecraft.color" -}}
{{ if ne .Status "firing" }}good{{ else if eq .CommonLabels.severity "critical" }}danger{{ else if eq .CommonLabels.severity "warning" }}warning{{ else }}#439FE0{{ end }}
{{- end }}

{{ define "stagecraft.pagerduty.severity" -}}
{{ if eq .CommonLabels.severity "critical" }}critical{{ else if eq .CommonLabels.severity "info" }}info{{ else }}warning{{ end }}
{{- end }}
`;
