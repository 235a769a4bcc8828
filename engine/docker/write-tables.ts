import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { supportTables } from "./package/supported-properties.ts";

// Replaces the tables of supported properties in the README of this folder.
const file = join(import.meta.dirname, "README.md");
const [before = "", after = ""] = readFileSync(file, "utf8").split(
  /<!-- tables -->.*<!-- end of tables -->/s,
);
writeFileSync(file, `${before}<!-- tables -->\n\n${supportTables()}\n\n<!-- end of tables -->${after}`);
