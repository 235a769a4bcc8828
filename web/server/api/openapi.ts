import type { ApiRequests } from "../../contract/api.ts";
import { Refusal } from "../lesson/refusal.ts";
import type { ServiceAddress } from "./addresses.ts";
import { callService } from "./call-service.ts";

type Answer = ApiRequests["GET /services/:name/openapi"]["answer"];

const LIMITS = { timeoutMs: 2_000, mostBytes: 1024 * 1024 };
const WANTED = { method: "GET", path: "/openapi.json", headers: [["accept", "application/json"]] } as const;

/**
 * What the service says of itself; while it is down or being rebuilt, what its source said when it was first loaded.
 * @throws Refusal when neither can be had
 */
export async function readOpenapi(
  address: ServiceAddress,
  describe: typeof describeFromSource = describeFromSource,
): Promise<Answer> {
  const document = await ask(address);
  if (document !== undefined) return { from: "service", document };
  try {
    return { from: "source", document: await describe(address.kind) };
  } catch (error) {
    const reason = (error as Error).message;
    throw new Refusal(502, {
      en: `${address.name} does not answer, and its source cannot be loaded: ${reason}`,
      fr: `${address.name} ne répond pas, et son code ne se charge pas\u00a0: ${reason}`,
    });
  }
}

async function ask(address: ServiceAddress): Promise<unknown> {
  try {
    const { status, body, isCut } = await callService(address, WANTED, LIMITS);
    const document: unknown = status === 200 && !isCut ? JSON.parse(body) : undefined;
    // Something else may listen at that port.
    return document !== null && typeof document === "object" && "openapi" in document ? document : undefined;
  } catch {
    return undefined;
  }
}

/** Loaded only now: the page works also while a learner has broken the services' code. */
async function describeFromSource(kind: ServiceAddress["kind"]): Promise<unknown> {
  if (kind === "service-b")
    return (await import("../../../services/service-b/contract.ts")).describeServiceB();
  const [{ describeServiceA }, { configSchema }] = await Promise.all([
    import("../../../services/service-a/contract.ts"),
    import("../../../services/service-a/config.ts"),
  ]);
  return describeServiceA(configSchema.parse({}).BODY_LIMIT_BYTES);
}
