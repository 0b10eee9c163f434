/** `documentation_url` of GitHub's error bodies. The sandbox only quotes this address. */
export const DOCUMENTATION_URL = 'https://docs.github.com/rest';
