import {
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  toRange,
  upperHalf,
} from '../../../../stages/1-bootstrapping/network/cidr';

test('a range is its first address, its size and its prefix', () => {
  expect(parseCidr('10.0.32.0/19')).toEqual({ first: 0x0a002000, size: 8192, prefix: 19 });
  expect(parseCidr('0.0.0.0/0')).toEqual({ first: 0, size: 2 ** 32, prefix: 0 });
  expect(formatCidr(toRange('203.0.113.16/28'))).toBe('203.0.113.16/28');
});

test.each(['10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '10.0.0/16', '010.0.0.0/8', '10.0.0.1/16', '${x}/16', ''])(
  '%p is no range',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(() => toRange(text)).toThrow(`${text} is not an IPv4 range`);
  },
);

test('overlap and containment', () => {
  expect(overlaps('10.0.0.0/16', '10.0.255.0/24')).toBe(true);
  expect(overlaps('10.0.0.0/16', '10.1.0.0/16')).toBe(false);
  expect(contains('10.0.0.0/16', '10.0.255.240/28')).toBe(true);
  expect(contains('10.0.0.0/24', '10.0.0.0/16')).toBe(false);
});

test('the upper half', () => {
  expect(upperHalf('10.0.32.0/19')).toBe('10.0.48.0/20');
});
