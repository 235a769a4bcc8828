/** Changes (everything but GET and HEAD) carry the page's token in this header. The page has it in `<meta name="page-token">`. */
export const PAGE_TOKEN_HEADER = "x-lab-page";

/** Sockets carry it as a protocol: `new WebSocket(url, [TERMINAL_PROTOCOL, PAGE_PROTOCOL + token])`. */
export const PAGE_PROTOCOL = "page.";
