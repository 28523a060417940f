import { Fn } from 'cdktf';

/** Base64 that Terraform makes, so that a reviewer reads the text and not its encoding. */
export function base64Text(text: string): string {
  return Fn.base64encode(Fn.rawString(text));
}
