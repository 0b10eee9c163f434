/** What the data API takes for an object's name. */
export const fullSha = /^[0-9a-f]{40}$/;
