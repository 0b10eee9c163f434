import type { Context } from 'hono';
import { GraphQLError, execute, parse, validate } from 'graphql';
import type { GraphQLFieldResolver, GraphQLFormattedError, GraphQLTypeResolver } from 'graphql';
import type { Service } from '../../service/service.ts';
import type { Token } from '../model/token.ts';
import { Refusal } from '../model/refusal.ts';
import { authenticate } from '../rest/gateway.ts';
import { readBody } from '../rest/request-body.ts';
import type { Body } from '../rest/request-body.ts';
import type { GitHubState } from '../model/state.ts';
import { FieldProblem } from './problem.ts';
import { rootView } from './root.ts';
import { githubSchema } from './schema.ts';

/** The GraphQL API. Errors of a query arrive with status 200, those of the request itself with 4xx. */
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
  const token = authenticate(state, context, headers, 'graphql');
  const body = readBody(await context.req.text(), {
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
    if (error instanceof GraphQLError) return { errors: [shown(error)] };
    throw error;
  }
  const mistakes = validate(schema, document);
  if (mistakes.length > 0) return { errors: mistakes.map(shown) };
  const result = await execute({
    schema,
    document,
    rootValue: rootView(state, token),
    variableValues: body.record('variables') ?? {},
    operationName: body.text('operationName') ?? null,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  const errors = result.errors?.map(shown);
  return errors === undefined ? { data: result.data } : { data: result.data ?? null, errors };
}

/** A field that a view does not have is an error, never `null`: `null` would be a claim. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
  const view = source as Readonly<Record<string, unknown>>;
  if (!(info.fieldName in view))
    throw new FieldProblem(
      'SANDBOX_UNKNOWN_FIELD',
      `The sandbox does not answer ${info.parentType.name}.${info.fieldName}.`,
    );
  const value = view[info.fieldName];
  return typeof value === 'function' ? (value as (args: unknown) => unknown).call(view, args) : value;
};

const resolveType: GraphQLTypeResolver<unknown, unknown> = (value) =>
  (value as { readonly __typename?: string }).__typename;

function shown(error: GraphQLError): GraphQLFormattedError & { readonly type?: string } {
  const cause = error.cause;
  const json = error.toJSON();
  return cause instanceof FieldProblem ? { type: cause.type, ...json } : json;
}
