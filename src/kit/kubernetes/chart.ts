import { ApiObject, Chart, LazyResolver } from 'cdk8s';
import { Construct } from 'constructs';
import { sortKeys } from '../sort';
import type { CustomObject } from './add';
import type { Manifest } from './manifest';

/** Root of our charts. Not a cdk8s `App`: that one reads the environment. */
export function chartRoot(): Construct {
  return new (class extends Construct {
    /** An object looks for these at its root; `Lazy` is the only indirection our constructs use. */
    readonly resolvers = [new LazyResolver()];

    constructor() {
      super(undefined as never, '');
    }
  })();
}

/** A chart of one component's directory. Object names are always explicit, so nothing is ever named after a path. */
export function componentChart(root: Construct, directory: string): Chart {
  return new (class extends Chart {
    override generateObjectName(object: ApiObject): string {
      throw new Error(`${object.kind} at ${object.node.path} has no metadata.name`);
    }
  })(root, directory);
}

/** The objects of a chart in the order they were added; keys sorted whatever the environment tells cdk8s. */
export function chartObjects(chart: Chart): CustomObject[] {
  return chart.node
    .findAll()
    .filter((node): node is ApiObject => ApiObject.isApiObject(node))
    .map(objectOf);
}

function objectOf(object: ApiObject | Manifest): CustomObject {
  const plain = 'plain' in object ? object.plain() : undefined;
  if (plain) return plain;
  const { apiVersion, kind, metadata, ...rest } = object.toJson();
  return { apiVersion, kind, metadata: sortKeys(metadata), ...sortKeys(rest) };
}
