import { parseArgs } from "node:util";
import { z } from "zod";
import type { Language } from "../../contract/language.ts";

/** The arguments that `./lab open` passes on; it has checked them. */
export function readOpenOptions(args: string[] = process.argv.slice(2)) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "8910" },
      host: { type: "string", multiple: true, default: [] },
      "no-browser": { type: "boolean", default: false },
      lang: { type: "string" },
    },
  });
  return {
    port: z.coerce.number().int().min(0).max(65_535).parse(values.port),
    hosts: values.host,
    browser: !values["no-browser"],
    lang: z.enum(["en", "fr"]).optional().parse(values.lang) as Language | undefined,
  };
}
