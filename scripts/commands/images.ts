import { findKafkaVersion, type KafkaVersion, localKafkaImage } from "../../common/kafka-versions.ts";
import { ensureDocker } from "../../lib/docker/docker-setup.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { ensureLocalImages, isBuiltHere } from "../../lib/stack/ensure-images.ts";
import { stackImages } from "../../lib/stack/image-lookup.ts";

interface Given {
  force?: boolean;
  yes?: boolean;
  kafka?: string;
  name?: boolean;
}

/**
 * Builds the images of the stack `local`, from package registries only, and with `--kafka` one of another version of Kafka;
 * with `--name` it only says what that one is called in this machine's stack.
 */
export async function images({ force, yes, kafka, name }: Given) {
  const version = kafka === undefined ? undefined : findKafkaVersion(kafka);
  if (version && name) return console.log(await imageOf(version));
  await ensureDocker({ yes });
  if (!version) return ensureLocalImages({ force, yes, also: await stackImages(await chooseStack({})) });
  const image = await imageOf(version);
  if (isBuiltHere(image)) await ensureLocalImages({ force, yes, also: [image] });
  else console.log(`${image}: up pulls it where it is missing`);
  console.log(`To use it: ./lab config set kafkaImage ${image}`);
}

/** As this machine's own stack has its images: built here, or official. */
async function imageOf(version: KafkaVersion) {
  const own = await stackImages(await chooseStack({ log: () => {} }));
  return own.some(isBuiltHere) ? localKafkaImage(version) : version.official;
}
