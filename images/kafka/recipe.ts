import { cpSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dockerBuild } from "../building/docker-build.ts";
import { hashRecipe } from "../building/docker-image.ts";
import { mavenProxySettings } from "../building/proxy.ts";
import type { Recipe } from "../building/recipe.ts";
import { run } from "../building/run-command.ts";
import { javaTrustStore, trustedCertificates } from "../building/trust.ts";
import { imageCacheDir } from "../building/work-dir.ts";

const recipeDir = dirname(fileURLToPath(import.meta.url));
const contents = ["bin", "Dockerfile", "tools-log4j.properties", "pom.xml"];

/** Kafka with its tools and with ZooKeeper; the version is the one in pom.xml. */
export function kafkaRecipe(baseRecipe: string) {
  const image: Recipe = {
    name: "kafka-lab/kafka:3.9.1",
    aliases: [],
    recipe: hashRecipe(
      [baseRecipe],
      contents.map((file) => join(recipeDir, file)),
    ),
    download: (step) => downloadJars(join(step.workDir, "maven"), step.onLine),
    build: async (step) => {
      const context = join(step.workDir, "kafka");
      for (const file of contents) cpSync(join(recipeDir, file), join(context, file), { recursive: true });
      renameSync(join(step.workDir, "maven", "libs"), join(context, "libs"));
      addCertificates(context);
      await dockerBuild(image, context, step);
    },
  };
  return image;
}

/**
 * Maven reads its own settings (~/.m2/settings.xml, MAVEN_OPTS); proxies and CAs of the environment are added to them.
 */
async function downloadJars(dir: string, onLine: (line: string) => void) {
  onLine("downloading the jars of Kafka and ZooKeeper (60 MB)");
  mkdirSync(dir);
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
  const batch = ["-B", "-ntp", "-f", join(recipeDir, "pom.xml")];
  await run("mvn", [...batch, ...options, "dependency:copy-dependencies"], { onLine });
}

/** Only a package mirror behind TLS needs certificates, and only while packages are installed. */
function addCertificates(context: string) {
  const needed = process.env.DEBIAN_MIRROR?.startsWith("https:");
  mkdirSync(join(context, "ca"));
  writeFileSync(join(context, "ca", "ca.pem"), needed ? trustedCertificates().join("\n") : "");
}
