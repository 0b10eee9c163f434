/** Prefix of an owner's page: the default audience of an identity token. The sandbox only quotes this address. */
export const OWNER_URL_PREFIX = 'https://github.com/';
