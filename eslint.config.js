import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

/** Allowed imports between layers, see docs/architecture.md. Tests may also use the sandbox. */
const layers = (test) => {
  const also = test ? ['layer:sandbox', 'layer:kit'] : [];
  return [
    { sourceTag: 'layer:kit', onlyDependOnLibsWithTags: ['layer:kit', ...also] },
    { sourceTag: 'layer:pure', onlyDependOnLibsWithTags: ['layer:kit', 'layer:pure', ...also] },
    { sourceTag: 'layer:client', onlyDependOnLibsWithTags: ['layer:kit', 'layer:pure', ...also] },
    {
      sourceTag: 'layer:change-record',
      onlyDependOnLibsWithTags: ['layer:kit', 'layer:pure', 'service:tps', ...also],
    },
    {
      sourceTag: 'layer:history',
      onlyDependOnLibsWithTags: ['layer:kit', 'layer:pure', 'layer:client', ...also],
    },
    {
      sourceTag: 'layer:flow',
      onlyDependOnLibsWithTags: [
        'layer:history',
        'layer:kit',
        'layer:pure',
        'layer:client',
        'layer:change-record',
        'layer:flow',
        ...also,
      ],
    },
    { sourceTag: 'layer:sandbox', onlyDependOnLibsWithTags: ['layer:sandbox'] },
    { sourceTag: 'layer:runner', onlyDependOnLibsWithTags: ['layer:runner', 'layer:sandbox'] },
    { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'] },
    { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:tool'] },
  ];
};
const boundaries = (test) => [
  'error',
  { enforceBuildableLibDependency: true, banTransitiveDependencies: true, depConstraints: layers(test) },
];

export default defineConfig(
  { ignores: ['**/dist/', '**/out-tsc/', '**/coverage/', '.nx/', 'docs/api/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/dot-notation': 'off',
      '@nx/enforce-module-boundaries': boundaries(false),
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/*/src/testing/**'],
    rules: {
      // Only apps use the process: a library receives its clock, environment and streams from its caller.
      'no-restricted-globals': ['error', 'process'],
      'no-restricted-imports': ['error', { paths: ['node:process', 'process'] }],
    },
  },
  {
    files: ['**/*.spec.ts', 'libs/*/test/**/*.ts', 'apps/*/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(true),
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', process: 'readonly', console: 'readonly' },
    },
  },
);
