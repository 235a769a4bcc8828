import { findKafkaVersion } from "../../common/kafka-versions.ts";
import { ensureDocker } from "../../lib/docker/docker-setup.ts";
import { rememberedStack } from "../../lib/project/lab-config.ts";
import { chooseStack } from "../../lib/stack/choose-stack.ts";
import { ensureLocalImages, isBuiltHere, kafkaImageOf } from "../../lib/stack/ensure-images.ts";
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
  if (!name) await ensureDocker({ yes });
  if (!version) {
    const known = rememberedStack();
    return ensureLocalImages({ force, yes, also: known ? await stackImages(known) : [] });
  }
  const stack = await chooseStack({ log: name ? () => {} : console.log });
  const image = await kafkaImageOf(version, stack);
  if (name) return console.log(image);
  if (isBuiltHere(image)) await ensureLocalImages({ force, yes, also: [image] });
  else console.log(`${image}: up pulls it where it is missing`);
  console.log(`To use it: ./lab config set kafkaImage ${image}`);
}
