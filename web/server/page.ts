/** Three partitions with records, for the browser's tab; in the document, so that nothing else is asked for. */
const ICON =
  "data:image/svg+xml," +
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>" +
  "<path stroke='%231a5fb4' stroke-width='3' stroke-dasharray='3 1' d='M0 3h12M0 8h16M0 13h8'/></svg>";

/** The document; everything in it is built by the client. Scripts read the nonce and the token from the `meta` elements. */
export function pageDocument(nonce: string, pageToken: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="nonce" content="${nonce}">
    <meta name="page-token" content="${pageToken}">
    <title>Kafka lab</title>
    <link rel="icon" href="${ICON}">
    <link rel="stylesheet" href="/client/main.css">
    <script type="module" src="/client/main.js"></script>
  </head>
  <body><div id="page"></div></body>
</html>
`;
}
