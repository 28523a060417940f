import { catalog } from '../../../src/catalog';
import { resolve } from '../../../src/config';
import { component } from '../../../src/kit/contract';
import { ladder } from '../../../stages';
import {
  apiServerFlow,
  awsApiFlow,
  controlPlaneIngress,
  internetFlow,
  nodeFlow,
  nthAddress,
  podIdentityFlow,
} from '../../../stages/1-bootstrapping';

const probe = component({ name: 'probe', title: 'Probe', summary: 'probe' });
const context = resolve(ladder, {}, catalog).contextOf(probe);
const cidrsOf = ({ peers }: { peers: readonly any[] }) => peers.map(({ ipBlock }) => ipBlock.cidr);

test('the API server is reached by its service address, then by its subnets', () => {
  const flow = apiServerFlow(context);
  expect(flow.ports).toEqual([443]);
  expect(cidrsOf(flow)[0]).toBe('172.20.0.1/32');
  expect(cidrsOf(flow).slice(1)).toEqual(cidrsOf(controlPlaneIngress(context, [9443])));
  expect(cidrsOf(flow)).toHaveLength(4);
});

test('the control plane calls webhooks on the ports they name', () => {
  expect(controlPlaneIngress(context, [9443, { port: 10250 }]).ports).toEqual([9443, { port: 10250 }]);
});

test('nodes are their subnets', () => {
  expect(cidrsOf(nodeFlow(context, [10250]))).toHaveLength(3);
});

test('the Pod Identity agent is one address and one port', () => {
  expect(podIdentityFlow()).toEqual({ peers: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [80] });
});

test('the internet leaves out every private range, and AWS adds the VPC', () => {
  const [internet] = internetFlow().peers;
  expect(internet?.ipBlock).toEqual({
    cidr: '0.0.0.0/0',
    except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  });
  expect(cidrsOf(awsApiFlow(context))).toEqual(['10.0.0.0/16', '0.0.0.0/0']);
});

test.each([
  ['172.20.0.0/16', 1, '172.20.0.1'],
  ['10.100.16.0/20', 10, '10.100.16.10'],
])('of %s address %i is %s', (cidr, n, address) => {
  expect(nthAddress(cidr, n)).toBe(address);
});
