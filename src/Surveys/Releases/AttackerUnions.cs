namespace Surveys.Releases;

/// <summary>
/// Sums of hidden cells over columns that add up to a whole: values to everyone, items to their topic. What is told of a column splits the hidden
/// cells in it by the nearest told scope at or above them; what is told of the whole splits the units likewise. Of any union of the latter follows
/// what of each column reaches out of it, and every sum of cells that follows is made of such, and of what the columns are split into.
/// </summary>
/// <param name="parents">Per scope of the tree.</param>
/// <param name="isTold">Per scope and column; the last is the whole.</param>
/// <param name="cells">Hidden, and not nothing: of units.</param>
internal sealed class AttackerUnions(int[] parents, Func<int, int, bool> isTold, IReadOnlyList<(int Unit, int Column)> cells)
{
    /// <summary>Among more parts of the whole only unions of one and two, of all but these, and of what lies below a scope are tried.</summary>
    private const int MostForAll = 12;

    private const int Outside = -1;

    /// <param name="whole">The place of its column.</param>
    /// <returns>Places among the cells, of each sum.</returns>
    public IEnumerable<List<int>> FindAll(int whole)
    {
        var partOf = cells.Select(cell => NearestTold(cell.Unit, whole)).ToArray();
        var parts = partOf.Where(part => part != Outside).Distinct().Order().ToList();
        var columns = cells.Index().GroupBy(cell => (cell.Item.Column, NearestTold(cell.Item.Unit, cell.Item.Column)), cell => cell.Index)
            .Select(group => (IsCovered: group.Key.Item2 != Outside, Cells: group.ToList())).ToList();
        foreach (var column in columns.Where(column => column.IsCovered))
            yield return column.Cells;
        foreach (var union in Unions(parts))
        {
            var (inside, beyond, isBeyondKnown) = (new List<int>(), new List<int>(), true);
            foreach (var (isCovered, column) in columns)
            {
                var count = column.Count(cell => union.Contains(partOf[cell]));
                if (count == 0 || (count == column.Count && isCovered))
                    continue;
                inside.AddRange(column.Where(cell => union.Contains(partOf[cell])));
                beyond.AddRange(column.Where(cell => !union.Contains(partOf[cell])));
                isBeyondKnown &= isCovered;
            }
            if (inside.Count > 0)
                yield return inside;
            if (beyond.Count > 0 && isBeyondKnown)
                yield return beyond;
        }
    }

    private IEnumerable<HashSet<int>> Unions(List<int> parts)
    {
        if (parts.Count <= MostForAll)
        {
            for (var union = 1; union < 1 << parts.Count; union++)
                yield return [.. parts.Where((_, place) => (union >> place & 1) == 1)];
            yield break;
        }
        for (var one = 0; one < parts.Count; one++)
        {
            for (var other = one; other < parts.Count; other++)
                yield return [parts[one], parts[other]];
        }
        for (var scope = 0; scope < parents.Length; scope++)
        {
            HashSet<int> below = [.. parts.Where(part => IsBelow(part, scope))];
            yield return below;
            foreach (var part in below)
                yield return [.. below.Where(other => other != part)];
        }
    }

    private bool IsBelow(int scope, int above)
    {
        while (scope > above)
            scope = parents[scope];
        return scope == above;
    }

    private int NearestTold(int scope, int column)
    {
        while (scope >= 0 && !isTold(scope, column))
            scope = parents[scope];
        return scope;
    }
}
