import { z } from 'zod';

const pointer = z
  .string()
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'is not a JSON pointer: it starts with / and writes / as ~1')
  .describe('JSON pointer into the target, for example /spec/replicas.');

const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'replace', 'test']), path: pointer, value: z.unknown() }),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
  z.strictObject({ op: z.enum(['move', 'copy']), from: pointer, path: pointer }),
]);

const objectTarget = z.strictObject({
  apiVersion: z.string().min(1).optional().describe('For example apps/v1. Default: any.'),
  kind: z.string().min(1),
  name: z.string().min(1),
  namespace: z.string().min(1).optional().describe('Default: any, as long as only one object fits.'),
});

const terraformTarget = z.strictObject({
  terraform: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, 'is not an address: <stack>/<type>.<name>, for example cluster/aws_eks_cluster.this')
    .describe('<stack>/<type>.<name>, <stack>/data.<type>.<name>, or <stack>/<section> of the Terraform file.'),
});

export type ObjectTarget = z.infer<typeof objectTarget>;
export type TerraformTarget = z.infer<typeof terraformTarget>;
export type PatchOperation = z.infer<typeof operation>;

/** The two forms a document of `patches/*.yaml` may have; which target it is decides how `merge` merges. */
const bodies = {
  merge: z.record(z.string(), z.unknown()).describe('Strategic merge of an object, JSON merge of a Terraform block.'),
  patch: z.array(operation).min(1).describe('JSON patch: a list of operations.'),
};

export const targetSchema = z.union([objectTarget, terraformTarget]);

/** A document, told apart by hand so that a fault names the one form that was meant. */
export function documentSchema(value: unknown) {
  const { target, patch } = (value ?? {}) as { target?: object; patch?: unknown };
  const chosen = target && typeof target === 'object' && 'terraform' in target ? terraformTarget : objectTarget;
  return patch !== undefined
    ? z.strictObject({ target: chosen, patch: bodies.patch })
    : z.strictObject({ target: chosen, merge: bodies.merge });
}
