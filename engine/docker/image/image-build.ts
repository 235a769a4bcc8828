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
import { BrokenOff, followProgress, type ProgressEvent } from "./progress-stream.ts";

/** What the provider builds with, unless the program asks for the first generation. */
const BUILDKIT = "2";
const CLASSIC = "1";

/** Sends the context to Docker, follows the build, and answers the image's id. */
export async function buildImage(
  inputs: PropertyMap,
  source: BuildContext,
  context: DockerContext,
): Promise<string> {
  // A build over a connection that was kept from an earlier call is said to hang, or to arrive in pieces.
  const docker = withoutKeepAlive(context.docker);
  const name = textOf(inputs.imageName);
  try {
    await buildOnce(docker, inputs, source, context);
  } catch (error) {
    // A build leaves nothing but its image, so that it can be sent again; what the Dockerfile does wrong stays wrong.
    if (!isBrokenOff(error) || context.signal.aborted) throw explained(error);
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
    const events = await followProgress(docker, stream, ({ stream: text = "" }) => tell(text, context));
    if (!events.some(isEnd)) throw new BrokenOff("before the image was named");
  } finally {
    session?.close();
  }
}

/** Build arguments travel in the address, where Docker's API has them, and stay in the image's history: no place for a secret. */
function buildQuery(inputs: PropertyMap, build: PropertyMap, session: BuildSession | undefined) {
  return {
    t: textOf(inputs.imageName),
    version: session === undefined ? CLASSIC : BUILDKIT,
    ...(session === undefined ? {} : { session: session.id }),
    // What the first generation leaves of a failed step would be a container that nobody knows.
    forcerm: true,
    buildargs: textMapOf(build.args) ?? {},
    ...(build.target ? { target: textOf(build.target) } : {}),
    ...(build.platform ? { platform: textOf(build.platform) } : {}),
    ...(build.network ? { networkmode: textOf(build.network) } : {}),
    // Docker reads them as a list: the name is repeated for each.
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
    // The client library would write it in the other alphabet, which Docker overlooks without a word.
    ...(Object.keys(logins).length === 0 ? {} : { registryconfig: { base64: toHeader(logins) } }),
    statusCodes: { 200: true, 400: "bad parameter", 500: "server error" },
  };
  return new Promise((resolve, reject) =>
    docker.modem.dial(request, (error: unknown, stream: unknown) =>
      error ? reject(error) : resolve(stream as NodeJS.ReadableStream),
    ),
  );
}

/** The first generation is given its logins beforehand: those of the registries that the Dockerfile names, and no others. */
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
  if (problem !== undefined) log(`${problem}. It is asked without a login.`, "warning");
  return auth;
}

/** The image's id, as BuildKit and as the first generation tell it at the end. */
function isEnd({ stream = "", aux }: ProgressEvent): boolean {
  return (
    stream.startsWith("Built image: ") ||
    aux?.ID !== undefined ||
    /^Successfully (built|tagged) /.test(stream)
  );
}

function isBrokenOff(error: unknown): boolean {
  const { code = "" } = error as { code?: string };
  if (error instanceof BrokenOff || ["ECONNRESET", "EPIPE"].includes(code)) return true;
  return /invalid tar header|unexpected EOF|socket hang up/i.test(reasonOf(error));
}

function explained(error: unknown): Error {
  return new Error(`the build failed: ${reasonOf(error)}`, { cause: error });
}

/** BuildKit's lines begin with the step's digest, which says nothing to a reader. */
function tell(text: string, { log, status }: DockerContext): void {
  const lines = text.split("\n").map((line) => line.replace(/^\[sha256:\w+\] /, ""));
  for (const line of lines.filter((one) => one.trim() !== "")) {
    log(line);
    status(line.trim());
  }
}
