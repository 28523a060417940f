/** Patterns of what should not leave a node. Ruby regular expressions without slashes. */
export const redactions: Readonly<Record<string, string>> = {
  'bearer-token': '(?i)(?<=bearer )[a-z0-9._~+=-]{16,}',
  // Shape of an access key id: AWS IAM user guide, "IAM identifiers".
  'aws-access-key': '\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b',
  'private-key': '-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*',
  email: '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}',
  // Four groups of four digits, with or without separators.
  'card-number': '\\b(?:\\d[ -]?){15}\\d\\b',
};
