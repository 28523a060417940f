/**
 * Key of a construct's context: the address names are resolved at where no pod does it. On EKS Auto Mode DNS is a process of
 * the node behind the tenth service address, and no label selects it (aws/containers-roadmap#2552).
 */
export const DNS_ADDRESS = 'stagecraft:dns-address';
