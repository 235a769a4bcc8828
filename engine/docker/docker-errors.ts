import type Dockerode from "dockerode";

/** The HTTP status of an answer of Docker that says no. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}

/** Docker's own words, without the HTTP around them. */
export function reasonOf(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  return json?.message ?? message ?? String(error);
}

/** The answer, or undefined when Docker says that there is no such thing. */
export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Who holds a published port, for a message that helps: a container's name, or nothing if it is not one. */
export async function holderOfPort(docker: Dockerode, port: number): Promise<string | undefined> {
  const containers = await docker.listContainers();
  const holder = containers.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port));
  return holder?.Names[0]?.slice(1);
}
