export { CERT_MANAGER_NAMESPACE, INTERNAL_CA_SECRET, INTERNAL_ISSUER, internalCa } from './internal-ca';
export { InternalCa, type InternalCaProps } from './internal-ca.k8s';
