import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';

const Content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()).optional() }));
const Parameter = z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false) });
const Call = z.object({
  parameters: z.array(z.union([z.object({ $ref: z.string() }), Parameter])).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.union([z.object({ $ref: z.string() }), z.object({ content: Content.optional() })])),
});
type Call = z.infer<typeof Call>;
const Description = z.object({
  paths: z.record(z.string(), z.record(z.string(), Call)),
  components: z.looseObject({ parameters: z.record(z.string(), Parameter) }),
});

const text = readFileSync(new URL('../recorded/github/openapi-cut.json', import.meta.url), 'utf8');
const document: unknown = JSON.parse(text);
const description = Description.parse(document);
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'github', ...z.record(z.string(), z.unknown()).parse(orNull(document)) });

/** `nullable` without a type of its own means nothing to JSON Schema; spelt out, it does. */
function orNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orNull);
  if (typeof value !== 'object' || value === null) return value;
  const plain = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, orNull(inner)]));
  if (plain['nullable'] !== true || plain['type'] !== undefined) return plain;
  const { nullable: _nullable, ...rest } = plain;
  return { anyOf: [rest, { type: 'null' }] };
}

/** The schema as it stands in the description, so that its references lead somewhere. */
function compiled(pointer: readonly string[]): ValidateFunction {
  const path = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  return ajv.compile({ $ref: `github#/${path}` });
}

interface Found {
  readonly template: string;
  readonly call: Call;
}

function find(method: string, path: string): Found | null {
  for (const [template, calls] of Object.entries(description.paths)) {
    const pattern = new RegExp(
      `^${template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => (name.endsWith('_id') ? '\\d+' : '[^/]+'))}$`,
    );
    const call = calls[method.toLowerCase()];
    if (call !== undefined && pattern.test(path)) return { template, call };
  }
  return null;
}

function parametersOf(call: Call): z.infer<typeof Parameter>[] {
  return call.parameters.flatMap((one) =>
    '$ref' in one ? (description.components.parameters[one.$ref.split('/').at(-1) ?? ''] ?? []) : one,
  );
}

/** What GitHub's own description has against a request, fields it does not know included; nothing when all is well. */
export function requestFaults(method: string, url: string, body: string): string[] {
  const { pathname, searchParams } = new URL(url, 'https://api.github.com');
  const found = find(method, pathname);
  if (found === null) return [`no ${method} ${pathname}`];
  const query = parametersOf(found.call).filter((one) => one.in === 'query');
  const unknown = [...searchParams.keys()].filter((name) => !query.some((one) => one.name === name)).map((name) => `unknown ?${name}`);
  const missing = query.filter((one) => one.required && !searchParams.has(one.name)).map((one) => `missing ?${one.name}`);
  return [...unknown, ...missing, ...bodyFaults(found, method, body)];
}

function bodyFaults({ template, call }: Found, method: string, body: string): string[] {
  const schema = call.requestBody?.content['application/json']?.schema;
  if (schema === undefined) {
    const takesBytes = call.requestBody !== undefined;
    return body === '' || takesBytes ? [] : [`${method} ${template} takes no body`];
  }
  const value: unknown = JSON.parse(body);
  const validate = compiled(['paths', template, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema']);
  const known = Object.keys(z.record(z.string(), z.unknown()).parse(schema['properties'] ?? {}));
  const extra = Object.keys(z.record(z.string(), z.unknown()).parse(value)).filter((name) => !known.includes(name));
  return [...(validate(value) ? [] : [ajv.errorsText(validate.errors)]), ...extra.map((name) => `unknown field ${name}`)];
}

/** What the description has against an answer; statuses it does not list count as wrong. */
export function answerFaults(method: string, url: string, status: number, body: string): string[] {
  const found = find(method, new URL(url, 'https://api.github.com').pathname);
  if (found === null) return [`no ${method} ${url}`];
  const answer = found.call.responses[String(status)];
  if (answer === undefined) return status === 304 ? [] : [`${method} ${found.template} does not answer ${status}`];
  const media = '$ref' in answer ? undefined : answer.content?.['application/json'];
  if (media === undefined || body === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // The bytes of an asset.
    return [];
  }
  const pointer = ['paths', found.template, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema'];
  const validate = compiled(pointer);
  return validate(value) ? [] : [ajv.errorsText(validate.errors)];
}
