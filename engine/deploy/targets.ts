import { EngineError } from "../../common/engine-error.ts";
import type { Registration } from "../model/registration.ts";
import { type Session, unknownTargets } from "./session.ts";

/**
 * Decides which registered resources the run may touch: the targets and, on request, what depends on them. A resource
 * that is neither, and does not exist, is passed over; nothing that needs it may be made.
 */
export class Targets {
  readonly #session: Session;
  readonly #reached: Set<string>;
  readonly #passedOver = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
    this.#reached = new Set(session.targets);
  }

  includes(urn: string, registration: Registration): boolean {
    const { targets, targetDependents } = this.#session;
    if (targets.size === 0 || this.#reached.has(urn)) return true;
    if (!targetDependents || !neededBy(registration).some((needed) => this.#reached.has(needed)))
      return false;
    this.#reached.add(urn);
    return true;
  }

  passOver(urn: string): void {
    this.#passedOver.add(urn);
  }

  /** An update stops before anything is made; a preview reports everything that is missing. */
  refuseWithout(urn: string, registration: Registration): void {
    const { dryRun, observer, errors } = this.#session;
    for (const needed of neededBy(registration).filter((other) => this.#passedOver.has(other))) {
      const message = `Resource '${urn}' depends on '${needed}', which does not exist yet and was not specified in --target list.`;
      if (!dryRun) throw new EngineError(message);
      observer.message("error", message, urn);
      errors.push(message);
      this.#passedOver.delete(needed);
    }
  }

  unknown(registered: Set<string>): string[] {
    return unknownTargets(this.#session, registered);
  }
}

function neededBy({ parent, dependencies, provider, deletedWith }: Registration): string[] {
  const providerUrn = provider.split("::").slice(0, -1).join("::");
  return [...new Set([parent, ...dependencies, deletedWith, providerUrn])];
}
