/** The files of the three workflows in `.github/workflows`. Trusted publishing and the checks of create-tag rely on these names. */
export const WORKFLOWS = {
  package: 'package.yml',
  createTag: 'create-tag.yml',
  publish: 'publish.yml',
} as const;

/** The artifact with the built files and the plan. */
export const ARTIFACT_NAME = 'release-dist';
