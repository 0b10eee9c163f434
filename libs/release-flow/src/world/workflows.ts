/** Files of the three workflows, below `.github/workflows`; trusted publishing and create-tag's guard know them by name. */
export const WORKFLOWS = {
  package: 'package.yml',
  createTag: 'create-tag.yml',
  publish: 'publish.yml',
} as const;

/** The artifact that holds the built files and the plan. */
export const ARTIFACT_NAME = 'release-dist';
