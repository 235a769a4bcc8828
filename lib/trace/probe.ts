// What runs inside the Docker network: walks from the address it is given, and prints each hop as a line of JSON.
import { walk } from "./walk.ts";

// No top-level await: it is bundled as CommonJS, which kafkajs needs.
printHops(process.argv[2] ?? "").catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function printHops(bootstrap: string) {
  for await (const hop of walk(bootstrap)) console.log(JSON.stringify(hop));
}
