import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { rootCertificates } from "node:tls";
import { fileURLToPath } from "node:url";
import { bridgeVersion, type KafkaVersion, localKafkaImage } from "../../common/kafka-versions.ts";
import { basePackages } from "../base/recipe.ts";
import { mergedFolders } from "../building/debian.ts";
import { dockerBuild } from "../building/docker-build.ts";
import { hashRecipe } from "../building/docker-image.ts";
import { mavenProxySettings } from "../building/proxy.ts";
import type { BuildStep, Recipe } from "../building/recipe.ts";
import { run } from "../building/run-command.ts";
import { javaTrustStore, trustedCertificates } from "../building/trust.ts";
import { imageCacheDir } from "../building/work-dir.ts";
import { toolsOf } from "./moved-tools.ts";

const recipeDir = dirname(fileURLToPath(import.meta.url));
/** Maven ends before the second compiler's work pays: without it, two thirds of the processor's time. */
const shortLivedJava = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
const contents = ["bin", "classes.txt", "Dockerfile", "tools-log4j.properties", "pom.xml"];

/** Kafka with its tools and, up to 3.9, with ZooKeeper; the version is the one in pom.xml, or another one instead of it. */
export function kafkaRecipe(base: Recipe, version: KafkaVersion = bridgeVersion) {
  const own = version === bridgeVersion ? [] : [version.version, toolsOf(version, tool())];
  const folder = (step: BuildStep) => join(step.workDir, `kafka-${version.version}`);
  const image: Recipe = {
    name: localKafkaImage(version),
    aliases: [],
    from: base.name,
    recipe: hashRecipe(
      [base.recipe, ...own],
      contents.map((file) => join(recipeDir, file)),
    ),
    download: async (step) => {
      const dir = folder(step);
      mkdirSync(dir);
      writeFileSync(join(dir, "pom.xml"), pomOf(version));
      const parts = [downloadJars(dir, step.onLine), unpackJava(step, join(dir, "java"))];
      await Promise.allSettled(parts); // none may write any more when the other's failure is reported
      await Promise.all(parts);
    },
    build: async (step) => {
      const dir = folder(step);
      const context = join(dir, "context");
      for (const file of contents) cpSync(join(recipeDir, file), join(context, file), { recursive: true });
      writeFileSync(join(context, "bin", "tool"), toolsOf(version, tool()));
      renameSync(join(dir, "libs"), join(context, "libs"));
      renameSync(join(dir, "java"), join(context, "java"));
      await dockerBuild(image, context, step);
    },
  };
  return image;
}

const tool = () => readFileSync(join(recipeDir, "bin", "tool"), "utf8");

/** The versions of all jars follow from the project's. */
function pomOf({ version }: KafkaVersion) {
  const pom = readFileSync(join(recipeDir, "pom.xml"), "utf8");
  return pom.replace(`<version>${bridgeVersion.version}<`, `<version>${version}<`);
}

/**
 * Maven reads its own settings (~/.m2/settings.xml, MAVEN_OPTS); proxies and CAs of the environment are added to them.
 */
async function downloadJars(dir: string, onLine: (line: string) => void) {
  onLine("downloading the jars of Kafka and ZooKeeper (60 MB)");
  const options = [
    `-Dmaven.repo.local=${join(imageCacheDir, "maven")}`,
    `-DoutputDirectory=${join(dir, "libs")}`,
  ];
  const proxies = mavenProxySettings(process.env);
  if (proxies) {
    writeFileSync(join(dir, "proxies.xml"), proxies, { mode: 0o600 });
    options.push("--global-settings", join(dir, "proxies.xml"));
  }
  if (!process.env.MAVEN_OPTS?.includes("javax.net.ssl.trustStore")) {
    writeFileSync(join(dir, "trust.jks"), javaTrustStore(trustedCertificates(), "changeit"));
    options.push(
      `-Djavax.net.ssl.trustStore=${join(dir, "trust.jks")}`,
      "-Djavax.net.ssl.trustStoreType=JKS",
    );
  }
  const batch = ["-B", "-ntp", "-f", join(dir, "pom.xml")];
  const env = { MAVEN_OPTS: `${shortLivedJava} ${process.env.MAVEN_OPTS ?? ""}` };
  await run("mvn", [...batch, ...options, "dependency:copy-dependencies"], { onLine, env });
}

/** Java and what it needs, without what the base has, as it would be after an installation. */
async function unpackJava({ debian, onLine }: BuildStep, root: string) {
  const base = new Set(await debian.resolve(basePackages, onLine));
  const all = await debian.resolve([...basePackages, "openjdk-17-jre-headless"], onLine);
  await debian.unpack(
    all.filter((name) => !base.has(name)),
    root,
    onLine,
  );
  // The base has them already, and the old builder cannot copy a link to where one is.
  for (const link of mergedFolders) rmSync(join(root, link));
  const jvm = join(
    "usr/lib/jvm",
    readdirSync(join(root, "usr/lib/jvm")).find((name) => /^java-17/.test(name)) ?? "",
  );
  for (const name of readdirSync(join(root, jvm, "bin")))
    symlinkSync(join("/", jvm, "bin", name), join(root, "usr/bin", name));
  mkdirSync(join(root, "etc/ssl/certs/java"), { recursive: true });
  writeFileSync(join(root, "etc/ssl/certs/java/cacerts"), javaTrustStore(rootCertificates, "changeit"));
}
