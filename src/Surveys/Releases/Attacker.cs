using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// A reader who has everything that is told of a settled wave, exactly, and knows the tree and the rules: he solves for what is not. For tests and
/// audits: he shares no code with what decides, nor with the check before a release, and looks for sums of cells as well.
/// </summary>
/// <param name="cube">What figures are sums of.</param>
/// <param name="told">Or shown: by pages, say.</param>
/// <param name="rules">Of the wave.</param>
public sealed class Attacker(ReleasedCube cube, Disclosures told, CellRules rules)
{
    private const long Prime = int.MaxValue;
    private const int Draws = 3;

    private readonly IReadOnlyList<Measure> _measures = told.Measures;
    private readonly List<int>[] _units = [.. Enumerable.Range(0, cube.Scopes).Select(scope => UnitsOf(cube, scope))];

    /// <summary>How many hidden cells of units he tried to compute.</summary>
    public int Tried { get; private set; }

    /// <summary>
    /// Hidden cells that he can compute, and sums of hidden cells that he can and that must not be told; empty: none.
    /// </summary>
    public IReadOnlyList<Find> FindAll()
    {
        var found = new List<Find>();
        foreach (var level in (Disclosure[])[Disclosure.Share, Disclosure.Classes])
        {
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                if (_measures[measure].Whole < 0)
                    found.AddRange(OfEveryone(measure, level));
                foreach (var group in cube.Layout.Groups)
                    found.AddRange(OfGroup(group, measure, level));
            }
        }
        return found;
    }

    private List<Find> OfEveryone(int whole, Disclosure level)
    {
        int[] parts = [.. Enumerable.Range(0, _measures.Count).Where(measure => _measures[measure].Whole == whole)];
        var columns = parts.Length == 0 ? [whole] : parts;
        var cells = Read(columns.Select(measure => (measure, TallyLayout.Everyone)).ToList(), level);
        var sums = columns.Index().SelectMany(column => ToldSums(scope => told[scope, TallyLayout.Everyone, column.Item] >= level, cells, [column.Index]));
        if (parts.Length > 0)
            sums = sums.Concat(ToldSums(scope => told[scope, TallyLayout.Everyone, whole] >= level, cells, [.. Enumerable.Range(0, columns.Length)]));
        return [.. FindIn(cells, sums), .. FindUnions(cells, columns.Length, IsTold)];

        bool IsTold(int scope, int column) => told[scope, TallyLayout.Everyone, column < columns.Length ? columns[column] : whole] >= level;
    }

    private List<Find> OfGroup(GroupSlices group, int measure, Disclosure level)
    {
        if (_measures[measure].Kind is not (MeasureKind.Scale or MeasureKind.Number) || FollowUps.ConditionsOf(cube.Layout, _measures, measure).Length > 0)
            return [];
        var cells = Read([.. Enumerable.Range(group.First, group.Count).Select(slice => (measure, slice))], level);
        var sums = Enumerable.Range(0, group.Count).SelectMany(value => ToldSums(scope => told[scope, group.First + value, measure] >= level, cells, [value]))
            .Concat(ToldSums(scope => told[scope, TallyLayout.Everyone, measure] >= level, cells, [.. Enumerable.Range(0, group.Count)]));
        return [.. FindIn(cells, sums), .. FindUnions(cells, group.Count, IsTold)];

        bool IsTold(int scope, int value) => told[scope, value < group.Count ? group.First + value : TallyLayout.Everyone, measure] >= level;
    }

    private List<Find> FindUnions(Cells cells, int columns, Func<int, int, bool> isTold)
    {
        if (columns == 1 || cells.Hidden.Count == 0)
            return [];
        var unions = new AttackerUnions(cube.Parents, isTold, [.. cells.Hidden.Select(cell => (cell.Scope, cell.Column))]);
        var found = new List<Find>();
        foreach (var union in unions.FindAll(columns))
        {
            var of = union.Select(place => cells.Hidden[place]).ToList();
            var counts = of.Aggregate(default(MeasureCounts), (sum, cell) => sum.Plus(cell.Counts));
            if (rules.OfSum([.. of.Select(cell => _measures[cell.Measure]).Distinct()], counts) < of[0].Level)
                found.Add(new Find([.. of.Select(cell => cell.Scope).Distinct()], of[0].Slice, of[0].Measure, of[0].Level, counts));
        }
        return found;
    }

    /// <summary>Per column and unit what is hidden and not nothing; -1 in the table: told, or nobody's.</summary>
    private Cells Read(List<(int Measure, int Slice)> columns, Disclosure level)
    {
        var places = new int[columns.Count, cube.Parents.Length];
        var hidden = new List<HiddenCell>();
        foreach (var unit in cube.Units)
        {
            var all = cube.Read(unit);
            for (var column = 0; column < columns.Count; column++)
            {
                var (measure, slice) = columns[column];
                var counts = _measures[measure].CountsOf(cube.Layout, all, slice);
                // Whether anybody was asked a follow-up he knows by what leads to it. Beyond the share there is something only where an answer can be neutral.
                var isHidden = told[unit.Scope, slice, measure] < level
                    && (counts.People > 0 || !FollowUps.IsNobodyKnown(cube.Layout, told, measure, unit.Scope, other => _measures[other].CountsOf(cube.Layout, cube.Read(unit), slice).People == 0))
                    && (level is Disclosure.Share || _measures[measure].Neutral > 0);
                places[column, unit.Scope] = isHidden ? hidden.Count : -1;
                if (isHidden)
                    hidden.Add(new HiddenCell(unit.Scope, column, slice, measure, level, counts));
            }
        }
        return new Cells(places, hidden);
    }

    private IEnumerable<List<int>> ToldSums(Func<int, bool> isTold, Cells cells, int[] columns)
    {
        for (var scope = 0; scope < cube.Scopes; scope++)
        {
            if (isTold(scope))
                yield return [.. from unit in _units[scope] from column in columns let place = cells.Places[column, unit] where place >= 0 select place];
        }
    }

    private List<Find> FindIn(Cells cells, IEnumerable<List<int>> sums)
    {
        Tried += cells.Hidden.Count;
        if (cells.Hidden.Count == 0)
            return [];
        var solutions = Solutions(cells.Hidden.Count, sums);
        var found = new List<Find>();
        foreach (var figure in cells.Hidden.Index().GroupBy(cell => (cell.Item.Measure, cell.Item.Slice), cell => cell.Index))
        {
            foreach (var set in Sets([.. figure], solutions))
            {
                var of = set.Select(place => cells.Hidden[place]).ToList();
                var counts = of.Aggregate(default(MeasureCounts), (sum, cell) => sum.Plus(cell.Counts));
                if (set.Length == 1 || rules.Of(_measures[of[0].Measure], counts) < of[0].Level)
                    found.Add(new Find([.. of.Select(cell => cell.Scope)], of[0].Slice, of[0].Measure, of[0].Level, counts));
            }
        }
        return found;
    }

    /// <summary>Sets of one to three unknowns whose sum is nothing in each solution, and that have none in them that is so by itself.</summary>
    private static IEnumerable<int[]> Sets(int[] places, long[][] solutions)
    {
        var open = new List<int>();
        foreach (var place in places)
        {
            if (IsNothing([place], solutions))
                yield return [place];
            else
                open.Add(place);
        }
        var of = open.ToLookup(place => solutions[0][place]);
        for (var one = 0; one < open.Count; one++)
        {
            foreach (var other in of[Prime - solutions[0][open[one]]].Where(other => other > open[one] && IsNothing([open[one], other], solutions)))
                yield return [open[one], other];
            for (var two = one + 1; two < open.Count; two++)
            {
                var third = (2 * Prime - solutions[0][open[one]] - solutions[0][open[two]]) % Prime;
                foreach (var last in of[third].Where(last => last > open[two] && IsNothing([open[one], open[two], last], solutions)))
                    yield return [open[one], open[two], last];
            }
        }
    }

    private static bool IsNothing(int[] set, long[][] solutions) => solutions.All(solution => set.Sum(place => solution[place]) % Prime == 0);

    /// <summary>Draws at random from all that leaves the sums as they are, in the field of a prime.</summary>
    private static long[][] Solutions(int unknowns, IEnumerable<List<int>> sums)
    {
        var rows = sums.Where(sum => sum.Count > 0).Select(sum => sum.ToDictionary(place => place, _ => 1L)).ToList();
        var rowsOf = Enumerable.Range(0, unknowns).Select(_ => new HashSet<int>()).ToArray();
        var shortest = new PriorityQueue<int, int>();
        foreach (var (index, row) in rows.Index())
        {
            foreach (var place in row.Keys)
                rowsOf[place].Add(index);
            shortest.Enqueue(index, row.Count);
        }
        var solved = new List<(int Place, Dictionary<int, long> Row)>();
        var isSolved = new bool[unknowns];
        var isDone = new bool[rows.Count];
        while (shortest.TryDequeue(out var index, out var length))
        {
            var row = rows[index];
            if (isDone[index] || row.Count != length || row.Count == 0)
                continue;
            isDone[index] = true;
            foreach (var column in row.Keys)
                rowsOf[column].Remove(index);
            // What stands in the fewest other sums changes the fewest.
            var place = row.Keys.MinBy(column => rowsOf[column].Count);
            var inverse = Power(row[place], Prime - 2);
            foreach (var other in rowsOf[place].ToList())
            {
                var factor = rows[other][place] * inverse % Prime;
                foreach (var (column, value) in row)
                {
                    var left = (rows[other].GetValueOrDefault(column) + ((Prime - factor) * value)) % Prime;
                    if (left == 0)
                        (_, _) = (rows[other].Remove(column), rowsOf[column].Remove(other));
                    else
                        (rows[other][column], _) = (left, rowsOf[column].Add(other));
                }
                shortest.Enqueue(other, rows[other].Count);
            }
            isSolved[place] = true;
            solved.Add((place, row.ToDictionary(entry => entry.Key, entry => entry.Value * inverse % Prime)));
        }
        return [.. Enumerable.Range(1, Draws).Select(seed => Draw(new Random(seed)))];

        long[] Draw(Random random)
        {
            var solution = new long[unknowns];
            for (var place = 0; place < unknowns; place++)
                solution[place] = isSolved[place] ? 0 : random.NextInt64(Prime);
            foreach (var (place, row) in Enumerable.Reverse(solved))
                solution[place] = (Prime - row.Where(entry => entry.Key != place).Aggregate(0L, (sum, entry) => (sum + (entry.Value * solution[entry.Key])) % Prime)) % Prime;
            return solution;
        }
    }

    private static long Power(long value, long exponent)
    {
        long result = 1;
        for (; exponent > 0; exponent >>= 1, value = value * value % Prime)
        {
            if ((exponent & 1) == 1)
                result = result * value % Prime;
        }
        return result;
    }

    private static List<int> UnitsOf(ReleasedCube cube, int scope)
    {
        if (scope >= cube.Parents.Length)
            return [.. cube.Collections[scope - cube.Parents.Length]];
        return [.. cube.Units.Select(unit => unit.Scope).Where(IsBelow)];

        bool IsBelow(int unit)
        {
            while (unit > scope)
                unit = cube.Parents[unit];
            return unit == scope;
        }
    }

    private sealed record Cells(int[,] Places, List<HiddenCell> Hidden);

    private sealed record HiddenCell(int Scope, int Column, int Slice, int Measure, Disclosure Level, MeasureCounts Counts);

    /// <summary>What an attacker can compute.</summary>
    /// <param name="Scopes">Of units, the sum of whose cells it is.</param>
    /// <param name="Slice">Of the layout; of several the first.</param>
    /// <param name="Measure">Its place among the measures; of several the first.</param>
    /// <param name="Level">What of them.</param>
    /// <param name="Counts">It.</param>
    public sealed record Find(IReadOnlyList<int> Scopes, int Slice, int Measure, Disclosure Level, MeasureCounts Counts);
}
