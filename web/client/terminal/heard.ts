/** As much as the server judges. */
const MOST = 200_000;

/** What a terminal has shown since a command began: its newest part, if it is long. */
export interface Heard {
  begin(): void;
  add(text: string): void;
  text(): string;
}

export function createHeard(most = MOST): Heard {
  let text = "";
  return {
    begin: () => {
      text = "";
    },
    add: (more) => {
      text = (text + more).slice(-most);
    },
    text: () => text,
  };
}
