import { rmSync } from "node:fs";
import { join } from "node:path";
import { type MigrationRecord, migrationRecordPath } from "../../common/migration.ts";
import { writeWhole } from "../../common/write-whole.ts";
import { engineGet } from "../docker/docker-api.ts";
import { readLabConfig } from "../project/lab-config.ts";

/** Records what was seen, for the program; the step `none` needs no record. */
export function recordLook(projectDir: string, stack: string, record: MigrationRecord | undefined) {
  if (record === undefined || record.step === "none") return forgetLook(projectDir, stack);
  writeWhole(join(projectDir, migrationRecordPath(stack)), `${JSON.stringify(record, null, 2)}\n`);
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
