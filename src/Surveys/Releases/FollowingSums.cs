namespace Surveys.Releases;

/// <summary>
/// Sums of hidden cells that follow from what is told: of several columns of a scope, of what is left of it without parts of which the same
/// follows, of two scopes, and of one without another in it. They are looked for in a solution of all that is told being nothing, drawn at random,
/// where what follows is nothing.
/// </summary>
/// <param name="cells">Per scope, collections last, and column the unknowns that its cell is the sum of.</param>
/// <param name="collections">How many of the scopes are collections.</param>
/// <param name="solution">Of the unknowns.</param>
internal sealed class FollowingSums(List<int>[][] cells, int collections, ulong[] solution)
{
    /// <summary>All sets of so few columns are looked at; of more those of one and two, and all but one and but none.</summary>
    private const int MostForAllSets = 5;

    /// <summary>Among more scopes sums of two are not looked for.</summary>
    private const int MostForTwo = 2000;

    /// <summary>Of more sums that are alike nearly all are of the same cells.</summary>
    private const int MostAlike = 8;

    /// <returns>Per sum the scope it was found at, and its unknowns.</returns>
    public IEnumerable<(int Scope, HashSet<int> Unknowns)> Find()
    {
        var known = new Dictionary<string, KnownSums>();
        var alike = new Dictionary<ulong, List<HashSet<int>>>();
        for (var scope = cells.Length - 1; scope >= 0; scope--)
        {
            var labels = cells[scope].Select(cell => RowSpace.SumOf(solution, cell)).ToArray();
            var hidden = Enumerable.Range(0, labels.Length).Where(column => cells[scope][column].Count > 0).ToArray();
            // What follows by itself adds nothing to others.
            foreach (var columns in SetsOf([.. hidden.Where(column => labels[column] != 0)]).Concat(hidden.Where(column => labels[column] == 0).Select(column => new[] { column })))
            {
                var label = columns.Aggregate(0UL, (sum, column) => RowSpace.Plus(sum, labels[column]));
                if (label != 0 && cells.Length > MostForTwo)
                    continue;
                var sum = columns.SelectMany(column => cells[scope][column]).ToHashSet();
                if (label == 0)
                {
                    // What of a scope was found already is of scopes that are part of it.
                    var (parts, others) = known.GetValueOrDefault(string.Join(' ', columns)) ?? (known[string.Join(' ', columns)] = new([], []));
                    if (scope >= cells.Length - collections)
                    {
                        yield return (scope, sum);
                        others.Add(sum);
                        continue;
                    }
                    foreach (var left in others.Where(other => other.IsProperSubsetOf(sum)).Select(other => sum.Except(other).ToHashSet()))
                        yield return (scope, left);
                    yield return (scope, [.. sum.Where(unknown => !parts.Contains(unknown))]);
                    parts.UnionWith(sum);
                    continue;
                }
                foreach (var other in alike.GetValueOrDefault(RowSpace.Minus(label), []).Where(other => !other.Overlaps(sum)))
                    yield return (scope, [.. other, .. sum]);
                var same = alike.GetValueOrDefault(label) ?? (alike[label] = []);
                foreach (var other in same.Where(other => other.IsProperSubsetOf(sum) || other.IsProperSupersetOf(sum)))
                    yield return (scope, [.. other.Except(sum), .. sum.Except(other)]);
                if (same.Count < MostAlike)
                    same.Add(sum);
            }
        }
    }

    private static IEnumerable<int[]> SetsOf(int[] columns)
    {
        if (columns.Length <= MostForAllSets)
        {
            for (var set = 1; set < 1 << columns.Length; set++)
                yield return [.. columns.Where((_, place) => (set >> place & 1) == 1)];
            yield break;
        }
        yield return columns;
        foreach (var column in columns)
        {
            yield return [column];
            yield return [.. columns.Where(other => other != column)];
            foreach (var other in columns.Where(other => other > column))
                yield return [column, other];
        }
    }

    /// <param name="Parts">All unknowns of scopes of the tree that follow.</param>
    /// <param name="Collections">Those of each collection that does.</param>
    private sealed record KnownSums(HashSet<int> Parts, List<HashSet<int>> Collections);
}
