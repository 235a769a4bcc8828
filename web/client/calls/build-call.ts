import type { ServiceCall } from "../../contract/api.ts";
import type { Operation } from "./read-openapi.ts";

export interface CallForm {
  /** By the parameters' places and names, such as `query limit`. */
  readonly values: Readonly<Record<string, string>>;
  readonly bodyType: string;
  readonly body: string;
}

/** The form of a call as it begins: what is required has its example. */
export function firstForm({ parameters, bodies }: Operation): CallForm {
  const required = parameters.filter(({ isRequired }) => isRequired);
  const [first] = bodies;
  return {
    values: Object.fromEntries(required.map((each) => [`${each.in} ${each.name}`, each.example])),
    bodyType: first?.type ?? "",
    body: first?.example ?? "",
  };
}

/** The call that a form asks for; parameters left empty are left out. */
export function buildCall(operation: Operation, { values, bodyType, body }: CallForm): ServiceCall {
  const given = operation.parameters
    .map(({ in: place, name }) => ({ place, name, value: values[`${place} ${name}`] ?? "" }))
    .filter(({ value }) => value !== "");
  const of = (wanted: string) => given.filter(({ place }) => place === wanted);
  const path = of("path").reduce(
    (address, { name, value }) => address.replaceAll(`{${name}}`, encodeURIComponent(value)),
    operation.path,
  );
  const query = new URLSearchParams(of("query").map(({ name, value }) => [name, value])).toString();
  const headers = of("header").map(({ name, value }) => [name, value] as const);
  const hasBody = operation.bodies.length > 0;
  return {
    method: operation.method,
    path: query === "" ? path : `${path}?${query}`,
    headers: hasBody ? [["content-type", bodyType], ...headers] : headers,
    ...(hasBody && { body }),
  };
}
