import { isMap } from "../property-values.ts";
import type { PropertyMap, ResourceContext } from "../resource-type.ts";
import { type BuildContext, packContext } from "./build-context.ts";
import { orNothing, reasonOf } from "./docker-errors.ts";
import { textMapOf, textOf, textsOf } from "./property-access.ts";

/** What the provider builds with, unless the program asks for the first generation. */
const BUILDKIT = "2";
const CLASSIC = "1";

/** Sends the context to Docker, follows the build, and answers the image's id. */
export async function buildImage(
  inputs: PropertyMap,
  source: BuildContext,
  context: ResourceContext,
): Promise<string> {
  const { docker, signal } = context;
  const build = isMap(inputs.build) ? inputs.build : {};
  const { archive, dockerfile } = packContext(source);
  const name = textOf(inputs.imageName);
  const stream = await docker.buildImage(archive as unknown as NodeJS.ReadableStream, {
    t: name,
    dockerfile,
    version: build.builderVersion === "BuilderV1" ? CLASSIC : BUILDKIT,
    // What the first generation leaves of a failed step would be a container that nobody knows.
    forcerm: true,
    buildargs: textMapOf(build.args) ?? {},
    ...(build.target ? { target: textOf(build.target) } : {}),
    ...(build.platform ? { platform: textOf(build.platform) } : {}),
    ...(build.network ? { networkmode: textOf(build.network) } : {}),
    ...(build.addHosts ? { extrahosts: textsOf(build.addHosts).join(",") } : {}),
    abortSignal: signal,
  });
  await follow(stream, context);
  const found = await orNothing(docker.getImage(name).inspect());
  if (found === undefined) throw new Error(`the build of ${name} ended without an image`);
  return found.Id;
}

type BuildEvent = { stream?: string; error?: string };

/** dockerode's types do not know yet that it reads what BuildKit tells. */
type Follower = {
  followProgress(
    stream: NodeJS.ReadableStream,
    finished: (error: Error | null, events: BuildEvent[]) => void,
    progress: (event: BuildEvent) => void,
  ): void;
};

function follow(stream: NodeJS.ReadableStream, context: ResourceContext): Promise<void> {
  return new Promise((resolve, reject) =>
    (context.docker as unknown as Follower).followProgress(
      stream,
      (error, events) => {
        const failure =
          error === null ? events.find((event) => event.error !== undefined)?.error : reasonOf(error);
        if (failure === undefined) resolve();
        else reject(new Error(`the build failed: ${failure}`));
      },
      ({ stream: text = "" }: BuildEvent) => tell(text, context),
    ),
  );
}

/** BuildKit's lines begin with the step's digest, which says nothing to a reader. */
function tell(text: string, { log, status }: ResourceContext): void {
  const lines = text.split("\n").map((line) => line.replace(/^\[sha256:\w+\] /, ""));
  for (const line of lines.filter((one) => one.trim() !== "")) {
    log(line);
    status(line.trim());
  }
}
