/** The version in the User-Agent header; a test keeps it equal to package.json. */
export const GH_OPS_VERSION = '0.1.0';
