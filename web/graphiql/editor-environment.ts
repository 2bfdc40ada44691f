/** Tells the editor where its workers are, and to hand out its interface. Runs before the package that holds it. */
export {};

declare global {
  var MonacoEnvironment:
    | { globalAPI: boolean; getWorker(moduleId: string, label: string): Worker }
    | undefined;
}

// The build puts the content's hash into every name that starts with /graphiql/.
globalThis.MonacoEnvironment = {
  globalAPI: true,
  getWorker(_moduleId, label) {
    if (label === 'graphql') return new Worker('/graphiql/graphql.worker.js');
    if (label === 'json') return new Worker('/graphiql/json.worker.js');
    return new Worker('/graphiql/editor.worker.js');
  },
};
