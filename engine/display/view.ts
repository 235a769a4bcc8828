import type { Row } from "./rows.ts";

/** How rows reach the screen: redrawn in place in a terminal, line by line elsewhere. */
export interface View {
  changed(row: Row): void;
  print(line: string): void;
  close(): void;
}
