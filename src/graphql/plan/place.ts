/**
 * Where in the answer a value goes. A field's place is also what its resolver is told of it (`info`): it holds little,
 * and works the rest out of the plan when somebody reads it, which few do.
 */

import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { CollectedErrors } from './collected-errors.ts';

/** What belongs to one run of a plan. */
export interface Execution {
  readonly contextValue: unknown;
  /** Coerced. */
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly errors: CollectedErrors;
}

/** What a plan knows of one field of one object type. */
export interface PlannedField {
  readonly responseName: string;
  readonly fieldName: string;
  /** All that were merged into it. */
  readonly fieldNodes: readonly FieldNode[];
  readonly returnType: GraphQLOutputType;
  readonly parentType: GraphQLObjectType;
  readonly operation: PlannedOperation;
}

/** As errors name it. */
export function nameOf({ parentType, fieldName }: PlannedField): string {
  return `${parentType.name}.${fieldName}`;
}

export interface PlannedOperation {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly node: OperationDefinitionNode;
}

type Path = GraphQLResolveInfo['path'];

/** There is one object for each place, so that places can be compared. */
export type Place = FieldPlace | ItemPlace;

export class FieldPlace implements GraphQLResolveInfo {
  readonly field: PlannedField;
  readonly execution: Execution;
  /** Of the object; undefined for the whole answer. */
  readonly parent: Place | undefined;

  constructor(field: PlannedField, execution: Execution, parent: Place | undefined) {
    this.field = field;
    this.execution = execution;
    this.parent = parent;
  }

  get info(): FieldPlace {
    return this;
  }
  get fieldName(): string {
    return this.field.fieldName;
  }
  get fieldNodes(): readonly FieldNode[] {
    return this.field.fieldNodes;
  }
  get returnType(): GraphQLOutputType {
    return this.field.returnType;
  }
  get parentType(): GraphQLObjectType {
    return this.field.parentType;
  }
  get path(): Path {
    return { prev: this.parent?.path, key: this.field.responseName, typename: this.field.parentType.name };
  }
  get schema(): GraphQLSchema {
    return this.field.operation.schema;
  }
  get fragments(): Readonly<Record<string, FragmentDefinitionNode>> {
    return this.field.operation.fragments;
  }
  get rootValue(): undefined {
    return undefined;
  }
  get operation(): OperationDefinitionNode {
    return this.field.operation.node;
  }
  get variableValues(): Readonly<Record<string, unknown>> {
    return this.execution.variableValues;
  }
}

/** Of an item of a list. */
export class ItemPlace {
  readonly parent: Place;
  readonly index: number;
  /** The field whose list it is. */
  readonly info: FieldPlace;

  constructor(parent: Place, index: number) {
    this.parent = parent;
    this.index = index;
    this.info = parent.info;
  }

  get path(): Path {
    return { prev: this.parent.path, key: this.index, typename: undefined };
  }
}
