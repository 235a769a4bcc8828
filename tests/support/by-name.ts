import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The end-to-end files form one story from nothing to nothing: each can run alone, but in this order they are fastest.
 */
export class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  }
}
