import { type TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import type { Platform } from '../contract';

/**
 * A Terraform stack whose addresses people can type. The logical id of an element is its construct id, after the last
 * colon if there is one; enclosing constructs add nothing and no hash is appended. Two elements of one type that would
 * share an address are an error at synth.
 *
 * `new KmsKey(this, 'key:cluster', …)` and `new KmsAlias(this, 'alias:cluster', …)` become `aws_kms_key.cluster` and
 * `aws_kms_alias.cluster`.
 */
export class Stack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    readonly platform: Platform,
  ) {
    super(scope, id);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return addressName('node' in element ? element.node.id : element.id);
  }
}

/** Logical id of a construct id. */
export function addressName(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1).replaceAll('-', '_');
}
