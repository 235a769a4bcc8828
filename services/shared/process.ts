import closeWithGrace from "close-with-grace";
import { ConfigError } from "./config.ts";
import type { Logger } from "./logging.ts";
import { withTimeout } from "./retry.ts";

/** Starts a service; wrong settings are the user's mistake, so they give a message and no stack. */
export function exitOnError(start: () => void): void {
  try {
    start();
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  }
}

type Steps = {
  /** Accepts nothing new, and resolves when no request is under way any more. */
  stopListening: () => Promise<unknown>;
  /** Called before the service waits for the requests under way. */
  first?: () => void;
  /** Called when they take too long. */
  onDeadline?: () => void;
  /** Called when no request is left. */
  afterwards: () => Promise<void>;
};

/**
 * On SIGTERM or SIGINT: accepts nothing new, answers the requests under way, disconnects from Kafka, exits 0; after an
 * unexpected error the same, with exit 1. It takes ten seconds at most, the default of `docker stop`; the lab allows
 * thirty (infra/service.ts). The signal aborts when stopping begins.
 */
export function stopGracefully(
  log: Logger,
  { stopListening, first, onDeadline, afterwards }: Steps,
): AbortSignal {
  const stopping = new AbortController();
  const onSecondError = (err: unknown) => log.fatal({ err }, "another error while the service ends");
  closeWithGrace({ delay: 9_000, logger: false, onSecondError }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "an unexpected error ends the service");
    else log.info({ signal }, "stopping");
    stopping.abort();
    first?.();
    const deadline = setTimeout(() => onDeadline?.(), 4_000);
    await stopListening().finally(() => clearTimeout(deadline));
    await withTimeout("disconnecting from Kafka", afterwards(), 4_000).catch((error) =>
      log.warn(error.message),
    );
    log.info("stopped");
  });
  return stopping.signal;
}
