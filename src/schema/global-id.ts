/** Global ids, as Relay's readers know them: base64 of the type's name and the object's own id. Pure. */

export interface GlobalId {
  readonly typeName: string;
  readonly id: string;
}

const textPattern = /^(?<typeName>[A-Za-z_]\w*):(?<id>.+)$/;

export function toGlobalId(typeName: string, id: string): string {
  return Buffer.from(`${typeName}:${id}`).toString('base64');
}

/** Null for anything that is not a global id. */
export function parseGlobalId(text: string): GlobalId | null {
  const { typeName, id } = textPattern.exec(Buffer.from(text, 'base64').toString())?.groups ?? {};
  return typeName === undefined || id === undefined ? null : { typeName, id };
}
