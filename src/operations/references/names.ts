import type { Fault } from '../../kit/errors';
import { type Inventory, type Item, nameOf } from './inventory';

/** Kinds whose names are DNS labels: they become host names or labels. Others may have dots and 253 characters. */
const LABELS = ['Namespace', 'Service', 'StatefulSet'];
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
/** RBAC names are path segments and may have colons. */
const SEGMENT = /^[^/%]{1,253}$/;
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Names, label values and identities that the API server would refuse. */
export function checkNames({ items }: Inventory): Fault[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const id = [item.apiVersion.split('/').at(-2) ?? '', nameOf(item)].join('|');
    const twice = seen.has(id);
    seen.add(id);
    return [
      ...(twice ? [{ where: nameOf(item), what: 'is there twice', next: 'remove or rename one of them' }] : []),
      ...named(item),
      ...labelled(item),
    ];
  });
}

function named(item: Item): Fault[] {
  const { kind, metadata } = item;
  const form = LABELS.includes(kind) ? LABEL : /Role(Binding)?$/.test(kind) ? SEGMENT : SUBDOMAIN;
  if (form.test(metadata.name)) return [];
  const allowed = form === LABEL ? 'up to 63 of a-z, 0-9 and -' : 'up to 253 of a-z, 0-9, - and .';
  return [
    { where: nameOf(item), what: 'has a name the API server refuses', got: metadata.name, allowed, next: 'shorten it' },
  ];
}

function labelled(item: Item): Fault[] {
  return Object.entries(item.metadata.labels ?? {})
    .filter(([, value]) => !VALUE.test(value))
    .map(([key, got]) => ({
      where: nameOf(item),
      what: `has a value of label ${key} that the API server refuses`,
      got,
      allowed: 'up to 63 letters, digits, -, _ and .',
      next: 'shorten it, or make it an annotation',
    }));
}
