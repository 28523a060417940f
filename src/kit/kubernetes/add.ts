import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from './api';
import { Manifest } from './manifest';

/** A custom resource, or a kind the generated types leave out. */
export interface CustomObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Adds an object of a published kind, every field checked by the compiler. Its id in the tree is `Kind:namespace:name`. */
export function add(scope: Construct, object: KubernetesObject): ApiObject {
  return addCustom(scope, object as unknown as CustomObject);
}

/** Adds a custom resource; nothing but its envelope is checked here. */
export function addCustom(scope: Construct, object: CustomObject): ApiObject {
  const { name, namespace } = object.metadata;
  const id = [object.kind, namespace, name].filter(Boolean).join(':');
  return new Manifest(scope, id, object);
}
