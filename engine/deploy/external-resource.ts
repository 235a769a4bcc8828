import { EngineError } from "../../common/engine-error.ts";
import type { Resource } from "../model/checkpoint.ts";
import type { StepReporter } from "../model/observer.ts";
import { markSecrets, reveal } from "../model/property-values.ts";
import type { ReadRequest } from "../model/registration.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { contextFor, type Session, typeFor } from "./session.ts";
import { messageOf, StepFailure } from "./steps.ts";

/** A call of `X.get` with its URN, and what the state has under that name. */
export interface Reading {
  readonly urn: string;
  readonly request: ReadRequest;
  readonly provider: string;
  readonly old: Resource | undefined;
}

/**
 * Reads a resource that exists elsewhere (`X.get`). It supersedes another resource that the stack itself made under that
 * name: that one is deleted at the end of the run.
 */
export async function readExternal(session: Session, reading: Reading): Promise<Resource> {
  const { urn, old, request } = reading;
  const { observer, snapshot } = session;
  const isSuperseded = old !== undefined && !old.external && old.id !== request.id;
  observer.planned({ op: isSuperseded ? "replace" : "read", urn });
  const reporter = observer.began(urn, "reading");
  try {
    const found = await find(session, reading, reporter);
    if (isSuperseded) snapshot.exchange(old, { ...old, delete: true });
    snapshot.settle(found, isSuperseded ? undefined : old);
    reporter.done();
    return found;
  } catch (error) {
    reporter.failed(messageOf(error));
    throw new StepFailure(messageOf(error), { cause: error });
  }
}

async function find(
  session: Session,
  { urn, request, provider }: Reading,
  reporter: StepReporter,
): Promise<Resource> {
  const { type, parent, dependencies, additionalSecretOutputs } = request;
  const within = parent === "" ? {} : { parent };
  const base = { urn, custom: true, external: true, type, ...within, provider };
  const inputs = reveal(request.inputs) as PropertyMap;
  const state = await typeFor(session, type).read(
    request.id,
    { inputs },
    contextFor(session, base, reporter),
  );
  if (state === undefined) throw new EngineError(`there is no ${type} "${request.id}" to read`);
  return {
    ...base,
    id: state.id,
    outputs: markSecrets(state.outputs, request.inputs, additionalSecretOutputs),
    ...(dependencies.length === 0 ? {} : { dependencies: [...dependencies] }),
  };
}
