// Reads the results of one scope from a running app as others do, the CSV with a parser that shares no code with this project, and prints
// {"csv":[{column: text, …}, …],"json":…}.
//
//   node read-results.mjs <address of the JSON>
import Papa from "papaparse";

async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  return await response.text();
}

const [address] = process.argv.slice(2);
const { data, errors } = Papa.parse(await read(`${address}?format=csv`), { header: true, skipEmptyLines: true });
if (errors.length > 0) throw new Error(JSON.stringify(errors));
process.stdout.write(JSON.stringify({ csv: data, json: JSON.parse(await read(address)) }));
