import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformDataSource, TerraformElement, TerraformOutput, TerraformProvider } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { Catalog } from '../../catalog';
import type { Platform } from '../contract';
import { sortKeys } from '../sort';
import { backendBlock } from './backend';
import { danglingReferences } from './references';
import { resolvedDocument } from './resolve';
import { Stack } from './stack';

/** Terraform JSON of one stack, keys sorted. */
export type TerraformDocument = Readonly<Record<string, unknown>>;

/** Root of our stacks. Not a cdktf `App`: that one reads the environment and writes to disk in its constructor. */
export function stackRoot(): Construct {
  const root = new (class extends Construct {
    constructor() {
      super(undefined as never, '');
    }
  })();
  root.node.setContext('@cdktf/disable_stack_trace_in_metadata', true);
  return root;
}

/** A stack of the platform with its provider: one account, one region, the platform's tags on everything. */
export function platformStack(root: Construct, name: string, platform: Platform): Stack {
  const stack = new Stack(root, name, platform);
  new AwsProvider(stack, 'aws', {
    region: platform.region,
    allowedAccountIds: [platform.account],
    defaultTags: [{ tags: { ...platform.tags } }],
  });
  return stack;
}

/**
 * What Terraform reads of a stack. One pass over the elements; cdktf's own metadata is left out of every block, the
 * provider requirement and the backend are ours (cdktf would pin one provider release and write an absolute path).
 *
 * @throws Error when two elements share an address, or a reference leads out of the stack
 */
export function stackDocument(stack: Stack, catalog: Catalog): TerraformDocument {
  refuseClashes(stack);
  const document = resolvedDocument(stack);
  boundRoles(document, stack.platform);
  for (const kind of ['resource', 'data'])
    for (const group of Object.values<Record<string, any>>(document[kind] ?? {}))
      for (const block of Object.values<Record<string, any>>(group)) if (block['//']?.metadata) delete block['//'];
  document.terraform = {
    required_version: catalog.terraform.required,
    required_providers: {
      aws: { source: catalog.terraform.providers.aws.source, version: catalog.terraform.providers.aws.version },
    },
    ...backendBlock(stack.node.id, stack.platform),
  };
  const [dangling] = danglingReferences(document);
  if (dangling)
    throw new Error(`stack ${stack.node.id} refers to ${dangling}, which is not in it: find it by a data source`);
  return sortKeys(document) as TerraformDocument;
}

/** The boundary is of the whole cluster, not of a component: no role of ours can be forgotten. */
function boundRoles(document: Record<string, any>, { permissionsBoundary }: Platform): void {
  if (!permissionsBoundary) return;
  for (const role of Object.values<Record<string, any>>(document.resource?.aws_iam_role ?? {}))
    role.permissions_boundary ??= permissionsBoundary;
}

/** Addresses of a stack must be unique per type; cdktf would silently merge two of one name. */
function refuseClashes(stack: Stack): void {
  const seen = new Map<string, string>();
  for (const [element, address] of addressed(stack)) {
    const other = seen.get(address);
    if (other)
      throw new Error(`${address} is built twice in stack ${stack.node.id}: at ${other} and at ${element.node.path}`);
    seen.set(address, element.node.path);
  }
}

/** Addresses of every block that was added to a stack after its first `skip` children, as Terraform writes them. */
export function stackAddresses(stack: Stack, skip: number): string[] {
  return stack.node.children.slice(skip).flatMap((child) => addressed(child).map(([, address]) => address));
}

function addressed(scope: IConstruct): [TerraformElement, string][] {
  return scope.node
    .findAll()
    .filter((element): element is TerraformElement => TerraformElement.isTerraformElement(element))
    .map((element) => [element, `${kindOf(element)}.${element.friendlyUniqueId}`]);
}

/** What comes before the name in an address. Class names say nothing: a bundler shortens them. */
function kindOf(element: TerraformElement): string {
  const { terraformResourceType: type } = element as { terraformResourceType?: string };
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${type}`;
  if (TerraformOutput.isTerraformOutput(element)) return 'output';
  return TerraformProvider.isTerraformProvider(element) ? `provider.${type}` : (type ?? 'local');
}
