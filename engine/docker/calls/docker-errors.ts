/** The HTTP status of an error that Docker answered. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}

/** Docker's own message, without the HTTP details; or why Docker could not be reached. */
export function reasonOf(error: unknown): string {
  const { json, message, code } = error as { json?: { message?: string }; message?: string; code?: string };
  if (json?.message !== undefined) return json.message;
  const unreachable = UNREACHABLE[code ?? ""];
  if (unreachable !== undefined) return `${unreachable} (${message})`;
  // When the answer would have been a stream, the client library keeps Docker's message only inside its own.
  return (message ?? String(error)).replace(/^\(HTTP code \d+\) [^-]+ - /, "").trim();
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOENT:
    "Docker cannot be reached: its socket does not exist. Start Docker, or choose another with DOCKER_HOST",
  ECONNREFUSED: "Docker cannot be reached: nothing answers. Start Docker, or choose another with DOCKER_HOST",
  EACCES: "Docker cannot be reached: you may not use its socket. Join the group docker, or use sudo",
  ENOTFOUND: "Docker cannot be reached: its host is unknown. See DOCKER_HOST and `docker context ls`",
};

/** The answer, or undefined when Docker says that there is no such object. */
export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
