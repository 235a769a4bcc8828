import { labDir } from "../../common/project.mjs";
import { credentialsFor, toHeader } from "../../docker-client/registry-credentials.ts";
import type { RegistryFailure } from "../../docker-client/registry-failure.ts";
import { adviceFor, kindOfFailure } from "../../docker-client/registry-failure.ts";
import { registryOf } from "../../docker-client/registry-name.ts";
import { engineGet } from "../docker/docker-api.ts";
import { imageSettingsOf } from "./stack-images.ts";

const registryBudgetMs = 6_000;

/**
 * The images that a stack runs, as its program names them to Docker; those of the services are built from the last
 * one.
 */
export async function stackImages(stack: string, projectDir = labDir) {
  const settings = imageSettingsOf(stack, projectDir);
  return [settings.kafkaImage, settings.zookeeperImage, settings.nodeImage];
}

async function hasImage(image: string) {
  const { status } = await engineGet(`/images/${encodeURI(image)}/json`);
  return status === 200;
}

/** Those that are not on this machine. */
export async function missingImages(images: string[]) {
  const here = await Promise.all(images.map((image) => hasImage(image)));
  return [...new Set(images.filter((_, index) => !here[index]))];
}

/** Whether the registry has the image: the engine asks for its manifest, which is small, and pulls nothing. */
export async function canPull(
  image: string,
): Promise<{ pullable: boolean; failure?: string; kind?: RegistryFailure; advice?: string }> {
  const { auth, problem } = await credentialsFor(registryOf(image));
  const { status, reason } = await askRegistry(image, auth);
  if (status === 200) return { pullable: true };
  const kind = kindOfFailure(image, reason, status);
  // Why there was no login is half of the reason why a registry wants one.
  const failure = [shorten(reason), ...(problem && kind !== "network" ? [problem] : [])].join("; ");
  return { pullable: false, failure, kind, advice: adviceFor(image, kind) };
}

async function askRegistry(
  image: string,
  auth: object | undefined,
): Promise<{ status?: number; reason: string }> {
  const headers: Record<string, string> = {};
  if (auth !== undefined) headers["X-Registry-Auth"] = toHeader(auth);
  try {
    const path = `/distribution/${encodeURI(image)}/json`;
    const { status, body } = await engineGet(path, { timeoutMs: registryBudgetMs, headers });
    return { status, reason: body?.message ?? `HTTP ${status}` };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

/** The engine wraps what went wrong in what it was doing: the end of it is what matters. */
function shorten(message: string) {
  const parts = message
    .trim()
    .split(": ")
    .filter((part) => !/^(Get|Head) "?http/.test(part));
  const end = parts.slice(-2).join(": ");
  return end.replace(/ on [\d.]+:53/, "");
}
