import { PartialFailure, type ResourceType } from "../../model/resource-type.ts";
import { reasonOf } from "../calls/docker-errors.ts";

/** The same type, whose failures are told in Docker's own words and not in those of HTTP. */
export function inOwnWords(type: ResourceType): ResourceType {
  return {
    ...type,
    create: (inputs, context) => told(type.create(inputs, context)),
    read: (id, known, context) => told(type.read(id, known, context)),
    update: (old, inputs, context) => told(type.update(old, inputs, context)),
    delete: (old, context) => told(type.delete(old, context)),
  };
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PartialFailure || reasonOf(error) === (error as Error).message) throw error;
    throw new Error(reasonOf(error), { cause: error });
  }
}
