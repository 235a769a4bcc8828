// What runs inside the Docker network: walks from the address it is given, and prints each hop as a line of JSON.
import { walk } from "./walk.mjs";

// No top-level await: it is bundled as CommonJS, which kafkajs needs.
printHops(process.argv[2] ?? "").catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

/** @param {string} bootstrap */
async function printHops(bootstrap) {
  for await (const hop of walk(bootstrap)) console.log(JSON.stringify(hop));
}
