import { registerHooks } from 'node:module';

/** The module `@actions/workflow-parser`. */
export type ParserModule = typeof import('@actions/workflow-parser');

let loaded: Promise<ParserModule> | undefined;

/**
 * Loads `@actions/workflow-parser`. Its published files import a JSON schema without the attribute that Node requires
 * (`ERR_IMPORT_ATTRIBUTE_MISSING`), so a hook adds the attribute while the module loads. In a bundle the schema is inlined and the hook
 * does nothing.
 */
export function loadParser(): Promise<ParserModule> {
  loaded ??= importWithSchema();
  return loaded;
}

async function importWithSchema(): Promise<ParserModule> {
  const hooks = registerHooks({
    load: (url, context, next) =>
      /\/workflow-parser\/.*\.json$/.test(url)
        ? next(url, { ...context, importAttributes: { type: 'json' } })
        : next(url, context),
  });
  try {
    return await import('@actions/workflow-parser');
  } finally {
    hooks.deregister();
  }
}
