/** Version of cdktf whose form manifests have; a file of its own, so that naming it loads no cdktf. */
export const ENGINE_VERSION = '0.21.0';
