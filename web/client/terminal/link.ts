import { PAGE_PROTOCOL } from "../../contract/page-token.ts";
import {
  type FromTerminal,
  TERMINAL_PROTOCOL,
  TERMINALS_PATH,
  type ToTerminal,
} from "../../contract/terminal.ts";
import { pageToken } from "../base/ask.ts";

/** The page's end of a terminal's socket. */
export interface Link {
  /** Says whether it could be sent. */
  send(message: ToTerminal): boolean;
  close(): void;
}

export interface LinkEvents {
  /** Before the terminal sends again all that it shows. */
  readonly onOpen: () => void;
  readonly onMessage: (message: FromTerminal) => void;
  readonly onAway: () => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** Connects to a terminal, and again after each cut, until it is closed or the terminal has ended. */
export function linkTo(id: string, { onOpen, onMessage, onAway }: LinkEvents): Link {
  let socket: WebSocket;
  let isOver = false;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const url = new URL(`${TERMINALS_PATH}/${id}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const made = new WebSocket(url, [TERMINAL_PROTOCOL, PAGE_PROTOCOL + pageToken()]);
    socket = made;
    made.onopen = () => {
      pauseMs = FIRST_PAUSE_MS;
      onOpen();
    };
    made.onmessage = ({ data }) => {
      const message: FromTerminal = JSON.parse(data);
      if (message.type === "ended" || message.type === "unavailable") isOver = true;
      onMessage(message);
    };
    made.onclose = () => {
      if (isOver) return;
      onAway();
      timer = setTimeout(connect, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    };
  }

  connect();
  return {
    send: (message) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    close: () => {
      isOver = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}
