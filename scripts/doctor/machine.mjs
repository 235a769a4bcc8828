import { readFileSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import { labDir } from "../../lib/project/project.mjs";

/** @typedef {import("./run-doctor.mjs").Finding} Finding */

const diskNeededGb = 3;
const memoryNeededGb = 1;

/**
 * Room for the images, where the engine keeps them; on Docker Desktop that is inside its virtual machine, so the
 * project's own disk is looked at instead.
 *
 * @param {import("./run-doctor.mjs").Patient} patient
 * @returns {Promise<Finding>}
 */
export async function checkDisk({ docker }) {
  const info = await docker?.info().catch(() => undefined);
  const { folder, freeGb } = diskOf([info?.DockerRootDir, labDir]);
  return rate(
    "disk",
    freeGb,
    diskNeededGb,
    ` in ${folder}`,
    "free some: docker system df shows what takes it",
  );
}

/**
 * @param {import("./run-doctor.mjs").Patient} patient
 * @returns {Promise<Finding>}
 */
export async function checkMemory({ docker, config }) {
  const running = (await docker?.listContainers().catch(() => [])) ?? [];
  const ours = running.some(({ Names }) => Names.includes(`/${config.prefix}kafka`));
  const neededGb = ours ? 0.2 : memoryNeededGb;
  return rate("memory", availableGb(), neededGb, "", "close what takes it, or lower the heaps (kafkaHeapMb)");
}

/** @param {(string | undefined)[]} folders */
function diskOf(folders) {
  for (const folder of folders) {
    try {
      const { bavail, bsize } = statfsSync(folder ?? "");
      return { folder, freeGb: (bavail * bsize) / 1e9 };
    } catch {}
  }
  return { folder: "this folder", freeGb: 0 };
}

/** What the kernel could give, caches included; elsewhere than on Linux, what is free. */
function availableGb() {
  try {
    const [, kilobytes] = /MemAvailable:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8")) ?? [];
    if (kilobytes) return (Number(kilobytes) * 1_024) / 1e9;
  } catch {}
  return freemem() / 1e9;
}

/**
 * @param {string} check
 * @param {number} gb
 * @param {number} neededGb
 * @param {string} where
 * @param {string} todo
 * @returns {Finding}
 */
function rate(check, gb, neededGb, where, todo) {
  const finding = { check, expected: `${neededGb} GB free`, seen: `${gb.toFixed(1)} GB${where}` };
  return gb >= neededGb ? finding : { ...finding, todo };
}
