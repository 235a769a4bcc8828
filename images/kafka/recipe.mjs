import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dockerBuild } from "../docker-build.mjs";
import { hashRecipe } from "../docker-image.mjs";
import { mavenProxySettings } from "../proxy.mjs";
import { run } from "../run.mjs";
import { javaTrustStore, trustedCertificates } from "../trust.mjs";
import { imageCacheDir } from "../work-dir.mjs";

const recipeDir = dirname(fileURLToPath(import.meta.url));
const contents = ["bin", "Dockerfile", "tools-log4j.properties", "pom.xml"];

/** Kafka with its tools and with ZooKeeper; the version is the one in pom.xml. @param {string} baseRecipe */
export function kafkaRecipe(baseRecipe) {
  /** @type {import("../build.mjs").Recipe} */
  const image = {
    name: "kafka-lab/kafka:3.9.1",
    aliases: [],
    recipe: hashRecipe(
      [baseRecipe],
      contents.map((file) => join(recipeDir, file)),
    ),
    build: async (step) => {
      const context = join(step.workDir, "kafka");
      for (const file of contents) cpSync(join(recipeDir, file), join(context, file), { recursive: true });
      await downloadJars(context, step.onLine);
      addCertificates(context);
      await dockerBuild(image, context, step);
    },
  };
  return image;
}

/**
 * Maven reads its own settings (~/.m2/settings.xml, MAVEN_OPTS); proxies and CAs of the environment are put beside them.
 * @param {string} context
 * @param {(line: string) => void} onLine
 */
async function downloadJars(context, onLine) {
  onLine("downloading the jars of Kafka and ZooKeeper (60 MB)");
  const mavenDir = join(context, "..", "maven");
  mkdirSync(mavenDir, { recursive: true });
  const options = [
    `-Dmaven.repo.local=${join(imageCacheDir, "maven")}`,
    `-DoutputDirectory=${join(context, "libs")}`,
  ];
  const settings = mavenProxySettings(process.env);
  if (settings) {
    writeFileSync(join(mavenDir, "proxies.xml"), settings, { mode: 0o600 });
    options.push("--global-settings", join(mavenDir, "proxies.xml"));
  }
  if (!process.env.MAVEN_OPTS?.includes("javax.net.ssl.trustStore")) {
    writeFileSync(join(mavenDir, "trust.jks"), javaTrustStore(trustedCertificates(), "changeit"));
    options.push(
      `-Djavax.net.ssl.trustStore=${join(mavenDir, "trust.jks")}`,
      "-Djavax.net.ssl.trustStoreType=JKS",
    );
  }
  const batch = ["-B", "-ntp", "-f", join(context, "pom.xml")];
  await run("mvn", [...batch, ...options, "dependency:copy-dependencies"], { onLine });
}

/** Only a package mirror behind TLS needs them, and only while packages are installed. @param {string} context */
function addCertificates(context) {
  const needed = process.env.DEBIAN_MIRROR?.startsWith("https:");
  mkdirSync(join(context, "ca"));
  writeFileSync(join(context, "ca", "ca.pem"), needed ? trustedCertificates().join("\n") : "");
}
