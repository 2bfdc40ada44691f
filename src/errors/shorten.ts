/** Texts of others in the gateway's own messages: of bounded length, and well-formed. Pure. */

const firstHighSurrogate = 0xd800;
const lastHighSurrogate = 0xdbff;

/** At most `maxLength` of JavaScript's characters and an ellipsis, cut between code points: strict parsers refuse halves. */
export function shorten(text: string, maxLength: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= maxLength) return whole;
  const last = whole.charCodeAt(maxLength - 1);
  const isHalf = last >= firstHighSurrogate && last <= lastHighSurrogate;
  return `${whole.slice(0, isHalf ? maxLength - 1 : maxLength)}…`;
}
