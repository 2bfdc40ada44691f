/** `npm run codegen:generate`: types of the project's operations, and a manifest of persisted documents. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../../../schema.graphql',
  documents: '../../../operations/*.graphql',
  generates: {
    './generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { DateTime: 'string', Duration: 'string' },
        useTypeImports: true,
        importExtension: '.ts',
      },
    },
  },
};

export default config;
