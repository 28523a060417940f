import type { Platform } from '../contract';

/** Where a stack's state is. */
export function backendBlock(stack: string, { state, name }: Platform): Record<string, unknown> {
  switch (state.type) {
    case 's3':
      return {
        backend: {
          s3: {
            bucket: state.bucket,
            key: `${name}/${stack}.tfstate`,
            region: state.region,
            encrypt: true,
            use_lockfile: true,
            ...(state.kmsKeyId ? { kms_key_id: state.kmsKeyId } : {}),
          },
        },
      };
    case 'local':
      return { backend: { local: { path: `${stack}.tfstate` } } };
    case 'hcp':
      return {
        cloud: {
          organization: state.organization,
          workspaces: { name: `${name}-${stack}`, ...(state.project ? { project: state.project } : {}) },
        },
      };
  }
}
