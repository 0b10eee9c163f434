/** What GitHub's answers point to. Nothing here is ever asked: the sandbox only says what the real service says. */
export const GITHUB_SAYS = {
  /** `documentation_url` of a refusal. */
  documentation: 'https://docs.github.com/rest',
  /** In front of an owner's name: the audience of an identity token that nobody chose one for. */
  people: 'https://github.com/',
} as const;
