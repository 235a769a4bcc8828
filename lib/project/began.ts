/** When the command began, in ms since 1970: where the bootstrap installed the dependencies for it, before that. */
export const beganMs = Number(process.env.KAFKA_LAB_BEGAN_MS) || performance.timeOrigin;

// It holds for this command alone: a shell that the page opens is older than what is typed into it.
delete process.env.KAFKA_LAB_BEGAN_MS;
