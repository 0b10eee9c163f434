import { GraphQLError, execute, parse, validate } from 'graphql';
import type { GraphQLFieldResolver, GraphQLFormattedError, GraphQLTypeResolver } from 'graphql';
import type { Context } from 'hono';
import type { Service } from '../../service/service.ts';
import type { Token } from '../model/token.ts';
import { Refusal } from '../model/refusal.ts';
import { authenticate } from '../rest/gateway.ts';
import { parseBody } from '../rest/request-body.ts';
import type { Body } from '../rest/request-body.ts';
import type { GitHubState } from '../model/state.ts';
import { FieldProblem } from './problem.ts';
import { rootView } from './root.ts';
import { githubSchema } from './schema.ts';

/** Serves the GraphQL API. Errors in a query are answered with status 200, errors in the request itself with 4xx. */
export function declareGraphql(service: Service, state: GitHubState): void {
  service.on('POST', '/api/graphql', 'github.graphql', async (context) => {
    const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' });
    try {
      const { token, body } = await readRequest(state, context, headers);
      const json = await run(state, token, body);
      return new Response(JSON.stringify(json), { status: 200, headers });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return new Response(JSON.stringify(error.body), { status: error.status, headers });
    }
  });
}

async function readRequest(state: GitHubState, context: Context, headers: Headers) {
  const token = authenticate(state, context, headers, { resource: 'graphql' });
  const body = parseBody(await context.req.text(), {
    query: { type: 'string', required: true },
    variables: { type: 'object', nullable: true },
    operationName: { type: 'string', nullable: true },
  });
  return { token, body };
}

async function run(state: GitHubState, token: Token, body: Body) {
  const schema = githubSchema();
  let document;
  try {
    document = parse(body.text('query') ?? '');
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [formatError(error)] };
    throw error;
  }
  const problems = validate(schema, document);
  if (problems.length > 0) return { errors: problems.map(formatError) };
  const result = await execute({
    schema,
    document,
    rootValue: rootView(state, token),
    variableValues: body.record('variables') ?? {},
    operationName: body.text('operationName') ?? null,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  const errors = result.errors?.map(formatError);
  return errors === undefined ? { data: result.data } : { data: result.data ?? null, errors };
}

/** Resolves a field. A field that the view lacks is an error rather than `null`, which would claim that it is empty. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
  const view = source as Readonly<Record<string, unknown>>;
  if (!(info.fieldName in view))
    throw new FieldProblem(
      'SANDBOX_UNKNOWN_FIELD',
      `The sandbox does not support ${info.parentType.name}.${info.fieldName}.`,
    );
  const value = view[info.fieldName];
  return typeof value === 'function' ? (value as (args: unknown) => unknown).call(view, args) : value;
};

const resolveType: GraphQLTypeResolver<unknown, unknown> = (value) =>
  (value as { readonly __typename?: string }).__typename;

function formatError(error: GraphQLError): GraphQLFormattedError & { readonly type?: string } {
  const cause = error.cause;
  const json = error.toJSON();
  return cause instanceof FieldProblem ? { type: cause.type, ...json } : json;
}
