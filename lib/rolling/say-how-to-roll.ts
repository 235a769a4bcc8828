import type { OperationDocument } from "../engines/engine-operation.ts";

/**
 * What to say after a plan that replaces several brokers: `up` replaces them at once, and clients of a lab in use may want
 * them one at a time. Undefined for any other plan; with a single broker there is no other way.
 */
export function sayHowToRoll(document: Pick<OperationDocument, "steps"> | undefined): string | undefined {
  const names = (document?.steps ?? [])
    .filter(({ op }) => op === "replace")
    .map(({ urn }) => /docker:index\/container:Container::(kafka(-\d)?)$/.exec(urn)?.[1])
    .filter((name) => name !== undefined);
  if (names.length < 2) return undefined;
  return `./lab up replaces ${names.join(", ")} at once. One at a time, while clients go on: ./lab roll`;
}
