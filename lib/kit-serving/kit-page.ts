/**
 * What a learner sees in a browser. It does not show the fingerprint: a page that comes by plain HTTP proves nothing about
 * the files that come the same way.
 */
export function kitPage(url: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Kafka lab</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}pre{background:#f2f2f2;color:#111;padding:1rem;overflow-x:auto}</style>
<h1>Kafka lab</h1>
<p>In a terminal (Linux, macOS, or WSL2 on Windows):</p>
<pre>${commands(url, "compare with the board; another one: stop")}</pre>
<section lang="fr">
<p>Dans un terminal (Linux, macOS, ou WSL2 sous Windows)\u00a0:</p>
<pre>${commands(url, "comparez avec le tableau ; si elle diffère, arrêtez")}</pre>
</section>
</html>
`;
}

const commands = (url: string, compare: string) => `curl -fsSO ${url}/start.sh      # or: wget ${url}/start.sh
sha256sum start.sh | cut -c1-16   # ${compare}
sh start.sh ${url}`;
