import { realpathSync, writeSync } from "node:fs";
import { dockerHints } from "./docker/docker-hints.ts";
import { refuseUnknownNames } from "./program/program-names.ts";

// Loaded into every Node process that the Pulumi CLI starts for `./lab`, by NODE_OPTIONS; it acts in the one that runs the
// program, which the SDK's own runner does.

const root = process.env.KAFKA_LAB_PROGRAM_ROOT;
if (root !== undefined && /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run\b/.test(process.argv[1] ?? "")) {
  // Now, and not when it is needed: a program that is compiled compiles from then on whatever is loaded.
  const { unknownNames } = await import("./program/unknown-names.ts");
  refuseUnknownNames(realpathSync(root), dockerHints, (misspelt) => {
    writeSync(2, `error: ${unknownNames(misspelt)}\n`);
    process.exit(32); // the runner's way to say that the user has been told
  });
}
