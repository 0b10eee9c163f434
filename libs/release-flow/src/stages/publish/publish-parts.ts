/** Names of the parts of publish, in their order. Apart from the stages, so that the help of the command line does not load them. */
export const PUBLISH_PARTS = ['gate', 'draft', 'pypi', 'release', 'record'] as const;

/** One of {@link PUBLISH_PARTS}. */
export type PublishPart = (typeof PUBLISH_PARTS)[number];
