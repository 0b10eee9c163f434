/** The SHAs that the API for git data accepts. */
export const fullSha = /^[0-9a-f]{40}$/;
