import { createHash } from "node:crypto";
import { localKafkaImage, otherVersions } from "../../../common/kafka-versions.ts";
import { LabError } from "../../../common/lab-error.mjs";
import { imageRecipes } from "../../../images/build.ts";
import { engineGet } from "../../docker/docker-api.ts";
import type { KitImage } from "../../kit/manifest.ts";
import { stackImages } from "../../stack/image-lookup.ts";
import { runLogged } from "../../terminal/processes.ts";
import type { Part } from "./part.ts";
import { writeOutput } from "./write-output.ts";

/** The images of a stack for one platform, in one file: layers that they share are in it once. */
export async function imagesPart(
  stack: "dev" | "local",
  platform: string,
  log: (line: string) => void,
): Promise<{ images: KitImage[]; part: Part }> {
  const names = await namesOf(stack);
  const found = await Promise.all(names.map((name) => look(name)));
  // An image of another platform takes the name of this machine's, which gets it back.
  const before = names.flatMap((name, index) => (found[index] ? [{ name, id: found[index].id }] : []));
  if (found.some((each) => each?.platform !== platform)) {
    if (stack === "local") throw notHere(platform, found.find((each) => each)?.platform);
    for (const name of names) await pull(name, platform, log);
  }
  const images: KitImage[] = await Promise.all(
    names.map(async (name) => ({ platform, name, id: (await look(name))?.id ?? "" })),
  );
  const bytes = (await Promise.all(names.map(async (name) => (await look(name))?.bytes ?? 0))).reduce(
    (a, b) => a + b,
  );
  await giveNames(before);
  const key = createHash("sha256").update(JSON.stringify(images)).digest("hex").slice(0, 12);
  const part: Part = {
    path: `images/${platform.replace("/", "-")}-${stack}-${key}.tar.gz`,
    platform,
    aboutBytes: bytes * 0.45,
    write: async (file, show) => {
      await giveNames(images);
      await writeOutput(file, ["docker", "save", ...names], { show }).finally(() => giveNames(before));
    },
  };
  return { images, part };
}

/** All that `./lab start` looks for, so that it has nothing to build; and other versions of Kafka that this machine has. */
async function namesOf(stack: "dev" | "local") {
  if (stack === "local") {
    const others = otherVersions.map(localKafkaImage);
    const found = await Promise.all(others.map(look));
    const here = others.filter((_, index) => found[index]);
    return imageRecipes(here).flatMap(({ name, aliases }) => [name, ...aliases]);
  }
  return [...new Set(await stackImages(stack))];
}

async function look(name: string) {
  const { status, body } = await engineGet(`/images/${encodeURI(name)}/json`);
  if (status !== 200) return undefined;
  const { Id, Os, Architecture, Size } = body as {
    Id: string;
    Os: string;
    Architecture: string;
    Size: number;
  };
  return { id: Id, platform: `${Os}/${Architecture}`, bytes: Size };
}

async function giveNames(images: readonly { readonly name: string; readonly id: string }[]) {
  for (const { name, id } of images) {
    if ((await look(name))?.id !== id) await runLogged("docker", ["tag", id, name], {});
  }
}

async function pull(name: string, platform: string, log: (line: string) => void) {
  log(`pulling ${name} for ${platform}`);
  await runLogged("docker", ["pull", "--quiet", "--platform", platform, name], {});
}

function notHere(platform: string, seen: string | undefined) {
  return new LabError(
    `the images of the stack local are built for the machine that builds them, which is ${seen ?? "another one"}, not ${platform}.`,
    `Make the kit on a machine with ${platform}, or of the official images: --stack dev`,
  );
}
