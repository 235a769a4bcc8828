// What Docker's API refuses, and need not stop the one who asked: for `.catch` on a call to it.
// https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container

/** What is to be removed or looked at is not there. */
export function unlessAbsent(error: { statusCode?: number }): undefined {
  if (error.statusCode !== 404) throw error;
}

/** What is to be started runs already, or what is to be stopped has. */
export function unlessAlready(error: { statusCode?: number }): undefined {
  if (error.statusCode !== 304) throw error;
}
