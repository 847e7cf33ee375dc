// Reads YAML files as Kubernetes does and prints one document a line as JSON: {"file":…,"value":…,"problems":[…]}. Problems are
// what the schema of its kind has against it, and fields that no schema names.
//
//   node read-manifests.mjs <file>…
import { readFile } from "node:fs/promises";
import { parseAllDocuments } from "yaml";

async function problemsOf(manifest) {
  const { apiVersion, kind } = manifest ?? {};
  const schema = (await schemasOf(String(apiVersion)))[kind];
  if (schema === undefined) return [`No schema is known of ${apiVersion} ${kind}.`];

  const watched = new Watched(manifest);
  const problems = [];
  try {
    schema.prototype.validate.call(watched.value);
  } catch (refused) {
    problems.push(refused.message);
  }
  return [...problems, ...watched.unknown().map((path) => `${path} is no field of ${apiVersion} ${kind}.`)];
}

/** By kind: the classes of the package that knows this version of this group. */
async function schemasOf(apiVersion) {
  const library = apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  try {
    return await import(`${library}/${apiVersion}`);
  } catch (failure) {
    if (failure.code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return {};
    throw failure;
  }
}

/**
 * The schemas come as code that checks what they name and passes over everything else. What is given to it is therefore watched: a field
 * that it did not look at is one that the schema does not name. Of a map it goes through all keys.
 */
class Watched {
  #root;
  #looked = new Map();

  constructor(root) {
    this.#root = root;
    this.value = this.#watch(root);
  }

  #watch(value) {
    if (typeof value !== "object" || value === null) return value;
    const looked = this.#looked.get(value) ?? this.#looked.set(value, new Set()).get(value);
    return new Proxy(value, {
      get: (target, key) => {
        looked.add(key);
        return this.#watch(target[key]);
      },
      ownKeys: (target) => {
        for (const key of Object.keys(target)) looked.add(key);
        return Reflect.ownKeys(target);
      },
    });
  }

  /** The paths of all fields that nobody looked at. */
  unknown(value = this.#root, path = "") {
    if (typeof value !== "object" || value === null) return [];
    return Object.keys(value).flatMap((key) =>
      this.#looked.get(value)?.has(key) ? this.unknown(value[key], `${path}/${key}`) : [`${path}/${key}`],
    );
  }
}

for (const file of process.argv.slice(2)) {
  // Kubernetes reads YAML 1.1, where a bare `no` is false and not a word.
  for (const document of parseAllDocuments(await readFile(file, "utf8"), { version: "1.1", merge: true })) {
    const broken = document.errors.map((error) => error.message);
    const value = broken.length === 0 ? document.toJS() : null;
    const problems = broken.length === 0 ? await problemsOf(value) : broken;
    process.stdout.write(JSON.stringify({ file, value, problems }) + "\n");
  }
}
