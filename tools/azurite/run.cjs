// Runs Azurite until standard input ends, so that it stops with the process that started it, however that one ends
// (a killed process closes its pipes, too), and in the same way on every system. Its options are Azurite's.
"use strict";

// Answers lie in its files: nobody else may read them.
process.umask(0o077);

const secondsToSave = 5;
const services = 3;

// Ctrl-C reaches every process of the terminal, Azurite among them; whoever started it stops it when it has finished
// writing, so Azurite's own listener is left out.
const once = process.once;
process.once = (event, listener) => (event === "SIGINT" ? process : once.call(process, event, listener));
process.on("SIGINT", () => {});

// Azurite then waits for clients to hang up, which pooled connections do not: what it says once a service has saved is
// the sign to leave.
const log = console.log;
let saved = 0;
console.log = (line) => {
  log(line);
  if (/service successfully closed$/.test(line) && ++saved === services) process.exit(0);
};

process.stdin.resume();
process.stdin.on("end", stop);
process.stdin.on("error", stop);

function stop() {
  // No listener: it has not started yet, and there is nothing to save.
  if (!process.emit("SIGTERM")) process.exit(0);
  setTimeout(() => process.exit(0), secondsToSave * 1000).unref();
}

// Loading what sends telemetry is half of Azurite's start.
if (process.argv.includes("--disableTelemetry")) {
  const telemetry = require.resolve("applicationinsights");
  require.cache[telemetry] = { id: telemetry, filename: telemetry, loaded: true, exports: {} };
}

require("azurite/dist/src/azurite.js");
