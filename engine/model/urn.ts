/** The type of the resource that every program has implicitly: the stack itself. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The unique name of a resource in its stack: project, stack, the types of its parents, its own type and name. */
export function makeUrn(
  stack: string,
  project: string,
  parentUrn: string,
  type: string,
  name: string,
): string {
  const parentType = parentUrn === "" ? "" : qualifiedTypeOf(parentUrn);
  const prefix = parentType === "" || parentType === STACK_TYPE ? "" : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** `a:b:Group$docker:index/network:Network` of a URN. */
function qualifiedTypeOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The type without the types of its parents. */
export function typeOf(urn: string): string {
  return qualifiedTypeOf(urn).split("$").at(-1) ?? "";
}

/** The name that the program gave; it may itself contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Whether a resource is a provider: configuration for other resources, which does not exist in Docker. */
export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** Whether a resource is a provider that the engine added by itself, one for each version of an SDK; it is never shown. */
export function isDefaultProvider(urn: string): boolean {
  return isProviderType(typeOf(urn)) && nameOf(urn).startsWith("default");
}
