import { z } from 'zod';

/** A full object id. */
export const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** The nodes of a GraphQL connection. GitHub may return `null` for one that the token may not see. */
export const nodes = <T extends z.ZodType>(node: T) =>
  z
    .array(node.nullable())
    .nullish()
    .transform((list) => (list ?? []).filter((item) => item !== null));
