export { CertManagerNamespace, type CertManagerNamespaceProps } from './cert-manager-namespace.k8s';
export { LockedNamespace, type LockedNamespaceProps } from './locked-namespace.k8s';
export { namespaces } from './namespaces';
