import type { EnvVar, PodSpec, VolumeMount } from '../../../src/kit/kubernetes';
import { flatYaml } from '../logging/store/cluster.k8s';
import { readOnly } from '../logging/store/node-set.k8s';

/** Single sign-on as a node needs it. Nodes that start before the Secret is there have none. */
export interface SingleSignOn {
  /** Settings of the realm. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Setting of the keystore that takes the value of the Secret. */
  readonly keystoreKey: string;
  readonly secret: { readonly name: string; readonly key: string };
}

interface PodParts {
  readonly files: Readonly<Record<string, string>>;
  readonly env: readonly EnvVar[];
  readonly mounts: readonly VolumeMount[];
  readonly volumes: NonNullable<PodSpec['volumes']>;
  /** Memory of the init container. @default - what it needs anyway */
  readonly memory?: string;
}

const VOLUME = 'single-sign-on';

/** What it adds to a node: only the init container sees the client secret. */
export function singleSignOnOf(props?: SingleSignOn): PodParts {
  if (!props) return { files: {}, env: [], mounts: [], volumes: [] };
  const { settings, keystoreKey, secret } = props;
  return {
    files: { 'single-sign-on.yml': flatYaml(settings) },
    env: [{ name: 'CLIENT_SECRET_SETTING', value: keystoreKey }],
    mounts: [readOnly(VOLUME, `/${VOLUME}`), { name: 'tmp', mountPath: '/tmp' }],
    volumes: [
      {
        name: VOLUME,
        secret: {
          secretName: secret.name,
          // Logs must be kept whether or not anybody can sign in this way.
          optional: true,
          defaultMode: 0o440,
          items: [{ key: secret.key, path: 'client-secret' }],
        },
      },
    ],
    // The tool of the keystore is a JVM.
    memory: '512Mi',
  };
}
