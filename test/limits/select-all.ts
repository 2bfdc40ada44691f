/** A selection of every field of a type, and of the types below it: fields to come included. */

import { getNamedType, isObjectType } from 'graphql';
import { schema } from '../../src/schema/schema.ts';

/** `isWanted` decides by the names of the type and the field. */
export function selectAll(typeName: string, isWanted: (type: string, field: string) => boolean): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).filter(({ name }) => isWanted(typeName, name));
  return fields
    .map((field) => {
      const inner = selectAll(getNamedType(field.type).name, isWanted);
      return inner === '' ? field.name : `${field.name} { ${inner} }`;
    })
    .join(' ');
}
