import { version as packageVersion } from '../../package.json';

/** Version of stagecraft, from its package. */
export const version: string = packageVersion;
