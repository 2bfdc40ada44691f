/**
 * Keeps the comment at the head of a query when the explorer writes the query anew: it prints fields and values and
 * knows no comment. Changes nothing that is typed, and nothing else that the explorer does.
 */

/** The part of the editor's interface that is needed here. */
export interface EditorApi {
  readonly editor: {
    getModels(): readonly EditorModel[];
    onDidCreateModel(listener: (model: EditorModel) => void): void;
  };
}

interface EditorModel {
  readonly uri: { readonly path: string };
  getValue(): string;
  pushEditOperations(cursors: null, edits: readonly EditorEdit[], toCursors: () => null): void;
  onDidChangeContent(listener: (change: { readonly isFlush: boolean }) => void): void;
}

interface EditorEdit {
  readonly range: Readonly<Record<'startLineNumber' | 'startColumn' | 'endLineNumber' | 'endColumn', number>>;
  readonly text: string;
}

/** Where GraphiQL keeps the query of the open tab. */
const queryPath = /operation\.graphql$/;
const head = { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 };

/** @returns the comment to put back, with its line ends; empty when there is nothing to keep */
export function findLostComment(before: string, after: string): string {
  const comment = /^(?:#.*\n)*/.exec(before)?.[0] ?? '';
  return after.trim() === '' || after.startsWith('#') ? '' : comment;
}

export function keepComments({ editor }: EditorApi, page: Document): void {
  let isInExplorer = false;
  const note = ({ target }: Event) => {
    isInExplorer = target instanceof Element && target.closest('.graphiql-explorer-root') !== null;
  };
  for (const name of ['pointerdown', 'keydown'] as const) page.addEventListener(name, note, true);

  const follow = (model: EditorModel) => {
    if (!queryPath.test(model.uri.path)) return;
    let text = model.getValue();
    model.onDidChangeContent(({ isFlush }) => {
      const before = text;
      text = model.getValue();
      const comment = isFlush && isInExplorer ? findLostComment(before, text) : '';
      if (comment === '') return;
      // Not within the change: whoever made it has not seen it yet.
      queueMicrotask(() => model.pushEditOperations(null, [{ range: head, text: comment }], () => null));
    });
  };
  for (const model of editor.getModels()) follow(model);
  editor.onDidCreateModel(follow);
}
