import { ConfigError } from "./config.ts";

/** Starts a service; wrong settings are the user's mistake and get a message, not a stack. */
export function exitOnError(start: () => void): void {
  try {
    start();
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  }
}
