import type Dockerode from "dockerode";
import { withoutKeepAlive } from "../../../docker-client/client.ts";
import {
  credentialsFor,
  keyOf,
  type RegistryAuth,
  toHeader,
} from "../../../docker-client/registry-credentials.ts";
import { registryOf } from "../../../docker-client/registry-name.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import type { DockerContext } from "../calls/docker-context.ts";
import { orNothing, reasonOf } from "../calls/docker-errors.ts";
import { textMapOf, textOf, textsOf } from "../properties/property-access.ts";
import { type BuildContext, packContext } from "./build-context.ts";
import { baseRegistries } from "./build-registries.ts";
import { type BuildSession, openBuildSession } from "./build-session.ts";
import { followProgress, type ProgressEvent, TruncatedResponse } from "./progress-stream.ts";

/** The provider builds with BuildKit, unless the program asks for the classic builder. */
const BUILDKIT = "2";
const CLASSIC = "1";

/** Sends the context to Docker, follows the build, and returns the image's id. */
export async function buildImage(
  inputs: PropertyMap,
  source: BuildContext,
  context: DockerContext,
): Promise<string> {
  // Builds over a connection kept from an earlier call are known to hang or to be truncated.
  const docker = withoutKeepAlive(context.docker);
  const name = textOf(inputs.imageName);
  try {
    await buildOnce(docker, inputs, source, context);
  } catch (error) {
    // A build leaves nothing but its image, so it can be sent again; that does not help against errors in the Dockerfile.
    if (!isTruncated(error) || context.signal.aborted) throw explained(error);
    context.log(`${reasonOf(error)}; the build is sent once more`, "warning");
    await buildOnce(docker, inputs, source, context).catch((second) => {
      throw explained(second);
    });
  }
  const found = await orNothing(context.docker.getImage(name).inspect());
  if (found === undefined) throw new Error(`the build of ${name} ended without an image`);
  return found.Id;
}

async function buildOnce(
  docker: Dockerode,
  inputs: PropertyMap,
  source: BuildContext,
  context: DockerContext,
): Promise<void> {
  const build = isMap(inputs.build) ? inputs.build : {};
  const login = (registry: string) => loginFor(registry, context);
  const session = build.builderVersion === "BuilderV1" ? undefined : await openBuildSession(docker, login);
  try {
    const { archive, dockerfile } = packContext(source);
    const query = { ...buildQuery(inputs, build, session), dockerfile };
    const logins = session === undefined ? await loginsFor(source, build, login) : {};
    const stream = await dialBuild(docker, archive as unknown as NodeJS.ReadableStream, query, {
      logins,
      signal: context.signal,
    });
    const events = await followProgress(docker, stream, ({ stream: text = "" }) => report(text, context));
    if (!events.some(isEnd)) throw new TruncatedResponse("before the image was named");
  } finally {
    session?.close();
  }
}

/** Build arguments are sent in the URL, as Docker's API requires, and stay in the image's history: no place for a secret. */
function buildQuery(inputs: PropertyMap, build: PropertyMap, session: BuildSession | undefined) {
  return {
    t: textOf(inputs.imageName),
    version: session === undefined ? CLASSIC : BUILDKIT,
    ...(session === undefined ? {} : { session: session.id }),
    // Without it, the classic builder would leave the container of a failed step behind.
    forcerm: true,
    buildargs: textMapOf(build.args) ?? {},
    ...(build.target ? { target: textOf(build.target) } : {}),
    ...(build.platform ? { platform: textOf(build.platform) } : {}),
    ...(build.network ? { networkmode: textOf(build.network) } : {}),
    // Docker reads them as a list: the parameter is repeated for each.
    ...(build.addHosts ? { extrahosts: textsOf(build.addHosts) } : {}),
  };
}

function dialBuild(
  docker: Dockerode,
  archive: NodeJS.ReadableStream,
  query: object,
  { logins, signal }: { logins: Record<string, RegistryAuth>; signal: AbortSignal },
): Promise<NodeJS.ReadableStream> {
  const request = {
    path: "/build?",
    method: "POST",
    file: archive,
    options: query,
    isStream: true,
    abortSignal: signal,
    // The client library would write plain base64, not base64url, and Docker would silently ignore it.
    ...(Object.keys(logins).length === 0 ? {} : { registryconfig: { base64: toHeader(logins) } }),
    statusCodes: { 200: true, 400: "bad parameter", 500: "server error" },
  };
  return new Promise((resolve, reject) =>
    docker.modem.dial(request, (error: unknown, stream: unknown) =>
      error ? reject(error) : resolve(stream as NodeJS.ReadableStream),
    ),
  );
}

/** The classic builder gets its logins in advance: those of the registries that the Dockerfile names, and no others. */
async function loginsFor(
  source: BuildContext,
  build: PropertyMap,
  login: (registry: string) => Promise<RegistryAuth | undefined>,
): Promise<Record<string, RegistryAuth>> {
  const registries = baseRegistries(source.dockerfile, textMapOf(build.args) ?? {});
  const found = await Promise.all(registries.map(async (name) => [keyOf(name), await login(name)] as const));
  return Object.fromEntries(found.filter((entry): entry is [string, RegistryAuth] => entry[1] !== undefined));
}

async function loginFor(registry: string, { log }: DockerContext): Promise<RegistryAuth | undefined> {
  const { auth, problem } = await credentialsFor(registryOf(`${registry}/image`));
  if (problem !== undefined) log(`${problem}. The registry is asked without a login.`, "warning");
  return auth;
}

/** Whether an event reports the built image, as BuildKit or the classic builder does at the end. */
function isEnd({ stream = "", aux }: ProgressEvent): boolean {
  return (
    stream.startsWith("Built image: ") ||
    aux?.ID !== undefined ||
    /^Successfully (built|tagged) /.test(stream)
  );
}

function isTruncated(error: unknown): boolean {
  const { code = "" } = error as { code?: string };
  if (error instanceof TruncatedResponse || ["ECONNRESET", "EPIPE"].includes(code)) return true;
  return /invalid tar header|unexpected EOF|socket hang up/i.test(reasonOf(error));
}

function explained(error: unknown): Error {
  return new Error(`the build failed: ${reasonOf(error)}`, { cause: error });
}

/**
 * BuildKit's lines begin with the step's digest, which is of no use to a reader; and dockerode 5 leaves its warnings in
 * base64 (lib/buildkit.js).
 */
function report(text: string, { log, status }: DockerContext): void {
  const lines = text
    .split("\n")
    .map((line) =>
      line.replace(/^\[sha256:\w+\] /, "").replace(/^(WARNING: )([A-Za-z0-9+/]{8,}=*)$/, decoded),
    );
  for (const line of lines.filter((one) => one.trim() !== "")) {
    log(line);
    status(line.trim());
  }
}

function decoded(_line: string, mark: string, base64: string): string {
  return mark + Buffer.from(base64, "base64").toString();
}
