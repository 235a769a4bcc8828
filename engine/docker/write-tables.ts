import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { supportTables } from "./package/supported-properties.ts";

// Puts the tables of what is supported into the README beside this file, in the place of the old ones.
const file = join(import.meta.dirname, "README.md");
const [before = "", after = ""] = readFileSync(file, "utf8").split(
  /<!-- tables -->.*<!-- end of tables -->/s,
);
writeFileSync(file, `${before}<!-- tables -->\n\n${supportTables()}\n\n<!-- end of tables -->${after}`);
