// Reads rows with Microsoft's own client, which shares no code with this project's, and prints one row a line as JSON:
// {"partitionKey":…,"rowKey":…,"etag":…,"properties":{name:{"type":…,"value":…}}}, bytes as Base64, 64-bit numbers and
// special doubles as text.
//
//   node read-tables.mjs <connection string> <table> <partition key prefix>
import { TableClient, odata } from "@azure/data-tables";

const [connectionString, table, prefix] = process.argv.slice(2);
const client = TableClient.fromConnectionString(connectionString, table, {
  allowInsecureConnection: connectionString.includes("http://127.0.0.1"),
});

// Every key that begins with the prefix sorts below the prefix with the last UTF-16 unit behind it.
const filter = odata`PartitionKey ge ${prefix} and PartitionKey le ${prefix + "\uFFFF"}`;
for await (const entity of client.listEntities({ queryOptions: { filter }, disableTypeConversion: true })) {
  const { partitionKey, rowKey, etag, timestamp, ...rest } = entity;
  const properties = {};
  for (const [name, value] of Object.entries(rest)) {
    if (!name.startsWith("odata.")) properties[name] = typed(value);
  }
  process.stdout.write(JSON.stringify({ partitionKey, rowKey, etag, properties }) + "\n");
}

function typed(value) {
  if (value instanceof Uint8Array) return { type: "Binary", value: Buffer.from(value).toString("base64") };
  if (typeof value === "object") return { type: value.type, value: value.value };
  if (typeof value === "string") return { type: "String", value };
  if (typeof value === "boolean") return { type: "Boolean", value: String(value) };
  return { type: Number.isInteger(value) ? "Int32" : "Double", value: String(value) };
}
