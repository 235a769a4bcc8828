import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  type MigrationRecord,
  type MigrationStep,
  migrationRecordPath,
  readMigrationRecord,
} from "../../common/migration.ts";
import { writeWhole } from "../../common/write-whole.ts";
import { engineGet } from "../docker/docker-api.ts";
import { readLabConfig } from "../project/lab-config.ts";

/** Records what was seen, for the program; the step `none` needs no record. */
export function recordLook(projectDir: string, stack: string, record: MigrationRecord | undefined) {
  if (record === undefined || record.step === "none") return forgetLook(projectDir, stack);
  const taken = record.taken ?? readMigrationRecord(stack, projectDir)?.taken;
  const whole = { ...record, ...(taken && { taken }) };
  writeWhole(join(projectDir, migrationRecordPath(stack)), `${JSON.stringify(whole, null, 2)}\n`);
}

/** Adds a step that has come to its end, so that the way can be read afterwards. */
export function recordTaken(projectDir: string, stack: string, step: MigrationStep) {
  const record = readMigrationRecord(stack, projectDir);
  if (!record) return;
  const taken = [...(record.taken ?? []), { step, at: new Date().toISOString() }];
  recordLook(projectDir, stack, { ...record, taken });
}

/** With the cluster goes what was known of it; data that was kept is still where the record says. */
export async function forgetGone(projectDir: string, stack: string) {
  const { prefix } = readLabConfig(stack, projectDir);
  const { body } = await engineGet("/volumes");
  const names: string[] = (body?.Volumes ?? []).map(({ Name }: { Name: string }) => Name);
  if (!names.includes(`${prefix}kafka-data`)) forgetLook(projectDir, stack);
}

function forgetLook(projectDir: string, stack: string) {
  rmSync(join(projectDir, migrationRecordPath(stack)), { force: true });
}
