import type { People } from '../../src/kit/contract';

/** The people's work of stage 1. */
export const people: People = {
  owners: {
    '*': 'platform',
    '/stagecraft.yaml': 'platform',
    '/CODEOWNERS': 'security',
    '/kubernetes/namespaces/': 'security',
    '/kubernetes/network-policies/': 'security',
    '/kubernetes/rbac/': 'security',
    '/patches/': 'platform',
    '/terraform/cluster/': 'security',
    '/terraform/network/': 'platform',
  },
  review: [
    'Each Terraform plan says "0 to destroy", or the text above says why what goes may go',
    'No address range, public endpoint or security group rule became wider',
    'No IAM statement, access entry or role binding gained more than its text needs',
    'What can never change later (name, account, region, service and VPC ranges) is as it was',
  ],
  ready: [
    'The cluster was set up from this bundle alone, by someone who did not write it, with runbooks/first-apply.md',
    'A second run of scripts/apply.sh --dry-run finds nothing to change',
    'At least two people are cluster admin, and operators and viewers sign in as such',
    'Break-glass was tried once and its alarm reached a person',
    'A node was drained and a zone was lost on purpose (cordon its nodes, delete their pods): the cluster went on',
    'A volume was made from a snapshot',
    'The budget alarm has a receiver who reads it',
    'An upgrade to the next minor is in the calendar before the support of this one ends',
    'A teardown of a test cluster with runbooks/teardown.md left nothing behind in the bill',
  ],
};
