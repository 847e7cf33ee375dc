// Reads linear programs, one a line as JSON, and prints for each what its columns can be at the least and at the most, as JSON.
// {"upper":[…],"rows":[{"columns":[…],"low":…,"high":…}]}: columns are from 0 to upper; a row is the sum of some.
//
//   node solve-bounds.mjs <file>
import { readFile } from "node:fs/promises";
import load from "highs";

const highs = await load();

function boundsOf({ upper, rows }) {
  const constraints = rows
    .map(({ columns, low, high }, row) => {
      const sum = columns.map((column) => `x${column}`).join(" + ");
      return low === high ? ` e${row}: ${sum} = ${low}` : ` l${row}: ${sum} >= ${low}\n u${row}: ${sum} <= ${high}`;
    })
    .join("\n");
  const bounds = upper.map((most, column) => ` 0 <= x${column} <= ${most}`).join("\n");
  const solve = (sense, column) => {
    const solution = highs.solve(`${sense}\n obj: x${column}\nSubject To\n${constraints}\nBounds\n${bounds}\nEnd`, { output_flag: false });
    if (solution.Status !== "Optimal") throw new Error(`${solution.Status}: no counts add up to what is told`);
    return solution.ObjectiveValue;
  };
  return upper.map((_, column) => [solve("Minimize", column), solve("Maximize", column)]);
}

for (const line of (await readFile(process.argv[2], "utf8")).split("\n").filter(Boolean)) {
  console.log(JSON.stringify(boundsOf(JSON.parse(line))));
}
