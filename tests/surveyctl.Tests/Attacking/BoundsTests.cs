using System.Text.Json;

using Surveyctl.Local;

using Surveys.Releases;
using Surveys.Tallies;
using Surveys.Tests.Releases;

using TestSupport;

namespace Surveyctl.Tests.Attacking;

/// <summary>
/// A reader who knows that nobody answers twice, and what bands say, bounds each hidden figure by linear programs: one that has a single value
/// left is known to him as if it were told.
/// </summary>
public class BoundsTests(ITestOutputHelper output)
{
    private static readonly CellRules Rules = new(10);
    private static readonly TallyLayout Layout = RandomCommunity.Layout;

    private static int Communities => Environment.GetEnvironmentVariable("RANDOM_BOUNDS") is { } number ? int.Parse(number) : 40;

    [Fact]
    public async Task Bounds_leave_no_hidden_figure_a_single_value()
    {
        var programs = new List<(int Seed, Program Program)>();
        for (var seed = 5_000; seed < 5_000 + Communities; seed++)
        {
            var community = new RandomCommunity(seed, mostSchools: 5);
            var told = SettledDisclosure.Decide(community.Cube, Rules);
            programs.AddRange(Enumerable.Range(0, told.Measures.Count).Where(measure => told.Measures[measure].Whole < 0)
                .Select(measure => Program.Of(community.Cube, told, measure)).Where(program => program.Hidden.Count > 0).Select(program => (seed, program)));
        }

        var bounds = await SolveAsync(programs.Select(program => program.Program));

        var known = new List<string>();
        foreach (var ((seed, program), of) in programs.Zip(bounds))
        {
            foreach (var (place, cell) in program.Hidden.Index())
            {
                var (favorable, others) = (of[2 * place], of[(2 * place) + 1]);
                Assert.True(IsWithin(cell.Counts.Favorable, favorable) && IsWithin(cell.Counts.Valid - cell.Counts.Favorable, others), $"Seed {seed}: {cell}.");
                if (cell.Counts.Valid > 0 && IsSingle(favorable) && IsSingle(others))
                    known.Add($"Seed {seed}: {cell}");
            }
        }
        var hidden = programs.Sum(program => program.Program.Hidden.Count);
        output.WriteLine($"{Communities} communities, {hidden} hidden figures.");
        Assert.True(known.Count == 0, $"{known.Count} of {hidden}: {string.Join('\n', known.Take(5))}");
    }

    private static bool IsWithin(long count, double[] bounds) => bounds[0] - 1e-6 <= count && count <= bounds[1] + 1e-6;

    /// <summary>Counts are whole numbers.</summary>
    private static bool IsSingle(double[] bounds) => Math.Ceiling(bounds[0] - 1e-6) >= Math.Floor(bounds[1] + 1e-6);

    private static async Task<List<double[][]>> SolveAsync(IEnumerable<Program> programs)
    {
        using var files = new TemporaryFolder();
        var file = files.File("programs.jsonl");
        await File.WriteAllLinesAsync(file, programs.Select(program => JsonSerializer.Serialize(new
        {
            upper = program.Upper,
            rows = program.Rows.Select(row => new { columns = row.Columns, low = row.Low, high = row.High }),
        })));
        var folder = Repository.Path("tests", "node");
        await NodePackages.EnsureInstalledAsync(folder, TestContext.Current.CancellationToken);
        var lines = await NodeCommand.RunAsync("node", folder, ["solve-bounds.mjs", file], TestContext.Current.CancellationToken);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<double[][]>(line)!)];
    }

    /// <summary>Of a topic or one figure. Two columns for each hidden cell of a school: how many are favorable, and how many are not.</summary>
    private sealed record Program(List<(int Scope, int Measure, MeasureCounts Counts)> Hidden, List<long> Upper, List<(int[] Columns, long Low, long High)> Rows)
    {
        public static Program Of(ReleasedCube cube, Disclosures told, int whole)
        {
            int[] parts = [.. Enumerable.Range(0, told.Measures.Count).Where(measure => told.Measures[measure].Whole == whole)];
            int[] columns = parts.Length == 0 ? [whole] : parts;
            var program = new Program([], [], []);
            var places = new Dictionary<(int Unit, int Measure), int>();
            foreach (var unit in cube.Units)
            {
                var counts = cube.Read(unit);
                foreach (var measure in columns)
                {
                    var cell = told.Measures[measure].CountsOf(Layout, counts, TallyLayout.Everyone);
                    if (told[unit.Scope, TallyLayout.Everyone, measure] > Disclosure.Hidden || cell.People == 0)
                        continue;
                    places.Add((unit.Scope, measure), program.Hidden.Count);
                    program.Add(unit.Scope, measure, told, cell, counts[Layout.ResponsesCell(TallyLayout.Everyone)]);
                }
            }
            foreach (var (scope, units) in Scopes(cube))
            {
                foreach (var measure in columns)
                    AddTold(scope, units, measure, [measure]);
                if (parts.Length > 0)
                    AddTold(scope, units, whole, parts);
            }
            return program;

            void AddTold(int scope, IReadOnlyList<int> units, int measure, int[] of)
            {
                int[] hidden = [.. from unit in units from part in of where places.ContainsKey((unit, part)) select places[(unit, part)]];
                if (told[scope, TallyLayout.Everyone, measure] is Disclosure.Hidden || hidden.Length == 0)
                    return;
                var rest = hidden.Aggregate(default(MeasureCounts), (sum, place) => sum.Plus(program.Hidden[place].Counts));
                program.Rows.Add(([.. hidden.Select(place => 2 * place)], rest.Favorable, rest.Favorable));
                program.Rows.Add(([.. hidden.Select(place => (2 * place) + 1)], rest.Valid - rest.Favorable, rest.Valid - rest.Favorable));
            }
        }

        private void Add(int scope, int measure, Disclosures told, MeasureCounts counts, long responses)
        {
            var of = told.Measures[measure];
            var band = told.HasBands[measure] && Layout.Survey.Items[of.ItemIndex].ShowIf is null ? Rules.BandOf(of, counts) : null;
            var favorable = 2 * Hidden.Count;
            Hidden.Add((scope, measure, counts));
            // Of an extreme, two at the most are of the other mind.
            Upper.AddRange([band is { IsAtLeast: false } ? 2 : responses, band is { IsAtLeast: true } ? 2 : responses]);
            Rows.Add(([favorable, favorable + 1], band is null ? 0 : 10, responses));
        }

        private static IEnumerable<(int Scope, IReadOnlyList<int> Units)> Scopes(ReleasedCube cube)
        {
            for (var scope = 0; scope < cube.Parents.Length; scope++)
            {
                yield return (scope, [.. cube.Units.Select(unit => unit.Scope).Where(unit =>
                {
                    while (unit > scope)
                        unit = cube.Parents[unit];
                    return unit == scope;
                })]);
            }
            foreach (var (index, units) in cube.Collections.Index())
                yield return (cube.Parents.Length + index, units);
        }
    }
}
