import { realpathSync, writeSync } from "node:fs";
import { dockerHints } from "./docker/docker-hints.ts";
import { refuseUnknownNames } from "./program/program-names.ts";

// NODE_OPTIONS loads this into every Node process that the Pulumi CLI starts for `./lab`; it acts only in the one in which
// the SDK's own runner runs the program.

const root = process.env.KAFKA_LAB_PROGRAM_ROOT;
if (root !== undefined && /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run\b/.test(process.argv[1] ?? "")) {
  // Now, and not when it is needed: a program that compiles itself compiles everything that is loaded after it.
  const { unknownNames } = await import("./program/unknown-names.ts");
  refuseUnknownNames(realpathSync(root), dockerHints, (misspelt) => {
    writeSync(2, `error: ${unknownNames(misspelt)}\n`);
    process.exit(32); // the runner's status for an error that has been reported
  });
}
