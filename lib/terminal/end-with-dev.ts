// Loaded into a service that `./lab dev` runs: its standard input ends with dev, also when dev is killed. The source would
// run on otherwise, with the port that the container needs. The parent is Node's watcher, which ends both.
const ended = () => process.kill(process.ppid, "SIGTERM");
process.stdin.once("end", ended).once("error", ended).resume();
