import { execFile } from "node:child_process";
import { join } from "node:path";
import { homeFolder } from "../common/user.ts";
import { dockerConfigFolder, readDockerJson, type Surroundings } from "./endpoint.ts";
import { DOCKER_HUB, hostIn, isDockerHub } from "./registry-name.ts";

/** A login for a registry, in the form of Docker's header X-Registry-Auth; a secret. */
export interface RegistryAuth {
  readonly serveraddress: string;
  readonly username?: string;
  readonly password?: string;
  /** The token of a login in the browser, instead of a password. */
  readonly identitytoken?: string;
  readonly registrytoken?: string;
}

/** The login found for a registry, if any; `problem` says why one could not be read, and contains no secret. */
export interface Credentials {
  readonly auth?: RegistryAuth;
  readonly problem?: string;
}

/** Parsed JSON that has not been checked. */
type JsonObject = Readonly<Record<string, unknown>>;

/** A helper that asks for a fingerprint may take a while; one that hangs must not block a pull that needs no login. */
const HELPER_LIMIT_MS = 10_000;

/**
 * The login of one registry as `docker` finds it: in DOCKER_AUTH_CONFIG, and through `credHelpers`, `credsStore` and
 * `auths` of its config.json. No registry gets the login of another: https://docs.docker.com/reference/cli/docker/login/
 */
export async function credentialsFor(
  registry: string,
  {
    env = process.env,
    home = homeFolder(),
    limitMs = HELPER_LIMIT_MS,
  }: Surroundings & { limitMs?: number } = {},
): Promise<Credentials> {
  const file = join(dockerConfigFolder(env, home), "config.json");
  try {
    const given = fromAuths(parsed(env.DOCKER_AUTH_CONFIG), registry);
    if (given !== undefined) return { auth: given };
    const config = readDockerJson(file) ?? {};
    const helper = helperFor(config, registry);
    const auth =
      helper === undefined
        ? fromAuths(config, registry)
        : await askHelper(helper, registry, { env, limitMs });
    return auth === undefined ? {} : { auth };
  } catch (error) {
    return { problem: `the login of ${registry} could not be read: ${(error as Error).message}` };
  }
}

function parsed(text: string | undefined): JsonObject {
  if (!text) return {};
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    throw new Error("DOCKER_AUTH_CONFIG is not JSON");
  }
}

function helperFor({ credHelpers, credsStore }: JsonObject, registry: string): string | undefined {
  const own = Object.entries(isObject(credHelpers) ? credHelpers : {}).find(([key]) =>
    isFor(key, registry),
  )?.[1];
  const name = own || credsStore;
  return typeof name === "string" && name !== "" ? name : undefined;
}

function fromAuths({ auths }: JsonObject, registry: string): RegistryAuth | undefined {
  const entries = Object.entries(isObject(auths) ? auths : {});
  // The key that `docker login` writes comes first; other tools write a scheme, a path, or another of Docker Hub's names.
  const key = keyOf(registry);
  const found = entries.find(([name]) => name === key) ?? entries.find(([name]) => isFor(name, registry));
  const entry = found?.[1];
  return isObject(entry) ? readEntry(entry, registry) : undefined;
}

function readEntry(entry: JsonObject, registry: string): RegistryAuth | undefined {
  const text = (name: string) => (typeof entry[name] === "string" ? entry[name] : "");
  const [username = "", password = ""] = text("auth") === "" ? [] : decoded(text("auth"), registry);
  const auth = {
    username: username || text("username"),
    password: password || text("password"),
    identitytoken: text("identitytoken"),
    registrytoken: text("registrytoken"),
  };
  const given = Object.entries(auth).filter(([, value]) => value !== "");
  if (given.length === 0) return undefined;
  return { serveraddress: keyOf(registry), ...Object.fromEntries(given) };
}

/** `USER:PASSWORD` in base64; the password may hold colons. */
function decoded(auth: string, registry: string): [string, string] {
  const text = Buffer.from(auth, "base64").toString().replace(/\0+$/, "");
  const colon = text.indexOf(":");
  if (colon < 1) throw new Error(`its entry in auths is damaged; run: docker login ${loginName(registry)}`);
  return [text.slice(0, colon), text.slice(colon + 1)];
}

/** Asks a helper for the key that `docker login` stored; its output is never shown, because it may be the secret. */
async function askHelper(
  helper: string,
  registry: string,
  { env, limitMs }: { env: NodeJS.ProcessEnv; limitMs: number },
): Promise<RegistryAuth | undefined> {
  const program = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper)) throw new Error(`"${helper}" is not the name of a credential helper`);
  const { failure, answer } = await run(program, keyOf(registry), { env, limitMs });
  // A helper that has no login for the key says so and exits with a failure.
  if (/credentials not found|no credentials|not found in native keychain/i.test(answer)) return undefined;
  if (failure !== undefined) throw new Error(`${program} ${failure}`);
  const { Username, Secret } = readAnswer(answer, program);
  if (!Secret) return undefined;
  const serveraddress = keyOf(registry);
  if (Username === "<token>") return { serveraddress, identitytoken: Secret };
  return { serveraddress, username: Username ?? "", password: Secret };
}

function readAnswer(answer: string, program: string): { Username?: string; Secret?: string } {
  try {
    return JSON.parse(answer) as { Username?: string; Secret?: string };
  } catch {
    throw new Error(`${program} did not answer in JSON`);
  }
}

function run(
  program: string,
  input: string,
  { env, limitMs }: { env: NodeJS.ProcessEnv; limitMs: number },
): Promise<{ failure?: string; answer: string }> {
  const limits = { env, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 1024 * 1024 } as const;
  return new Promise((resolve) => {
    const child = execFile(program, ["get"], limits, (error, answer) => {
      if (error === null) resolve({ answer });
      else if (error.code === ("ENOENT" as unknown)) resolve({ failure: "is not on PATH", answer });
      else if (error.killed) resolve({ failure: `did not answer within ${limitMs / 1000} s`, answer });
      else resolve({ failure: `failed (${error.code ?? error.signal})`, answer });
    });
    // A helper that ends without reading its input is reported by its exit status.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

function isFor(key: string, registry: string): boolean {
  const host = hostIn(key);
  return isDockerHub(registry) ? isDockerHub(host) : host === registry;
}

/** The value of a header: JSON in base64url with padding, as Docker reads it. */
export function toHeader(logins: object): string {
  const text = Buffer.from(JSON.stringify(logins)).toString("base64url");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

/** The key of a registry in `auths`; for Docker Hub it is the address of its first API, for historical reasons. */
export function keyOf(registry: string): string {
  return isDockerHub(registry) ? "https://index.docker.io/v1/" : registry;
}

function loginName(registry: string): string {
  return registry === DOCKER_HUB ? "" : registry;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
