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
    <link rel="stylesheet" href="/client/main.css">
    <script type="module" src="/client/main.js"></script>
  </head>
  <body><div id="page"></div></body>
</html>
`;
}
