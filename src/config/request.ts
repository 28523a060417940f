/** What of the configuration a verb was given: a bundle's file, flags over it, or flags alone. */
export interface ConfigRequest {
  /** Directory whose stagecraft.yaml is read. @default - none, flags alone */
  readonly bundle?: string;
  /** `--stage`, as typed. @default - what the file says, otherwise 1 */
  readonly stage?: string | number;
  /** `--name`. @default - what the file says, otherwise `demo` */
  readonly name?: string;
  /** `--region`. @default - what the file says, otherwise `us-east-1` */
  readonly region?: string;
  /** `--set path=value`, each value read as YAML; later ones win. @default - none */
  readonly set?: readonly string[];
}
