namespace Surveys.Releases;

/// <summary>
/// What of collections follows from a table, by exact elimination. That alone is told of them: it adds nothing to what readers have, whichever
/// collections overlap.
/// </summary>
/// <param name="table">Protected already.</param>
/// <param name="collections">Per collection the scopes of the units in it.</param>
internal sealed class CollectionCells(LinkedTable table, IReadOnlyList<int[]> collections)
{
    /// <summary>With more unknowns only what is told of each of its units is told of a collection.</summary>
    private const int MostUnknowns = 2000;

    private readonly bool[,] _isTold = new bool[collections.Count, table.Columns];

    public static CollectionCells Of(LinkedTable table, IReadOnlyList<int[]> collections)
    {
        var cells = new CollectionCells(table, collections);
        if (collections.Count == 0)
            return cells;
        var leaves = LeavesOf(table);
        foreach (var family in Enumerable.Range(0, table.Columns).GroupBy(column => table.Wholes[column] < 0 ? column : table.Wholes[column]))
            cells.Decide([.. family], leaves);
        return cells;
    }

    public bool IsTold(int collection, int column) => _isTold[collection, column];

    /// <param name="columns">A whole and its parts, or one that is neither.</param>
    /// <param name="leaves">Per scope.</param>
    private void Decide(int[] columns, List<int>[] leaves)
    {
        var places = new Dictionary<int, int>();
        var told = (from scope in Enumerable.Range(0, table.Parents.Length)
                    from column in columns
                    where table.IsTold(table.CellOf(scope, column))
                    select UnknownsOf(leaves[scope], column)).ToList();
        var ofCollections = collections.Select(units => columns.Select(column => UnknownsOf(units, column)).ToList()).ToList();
        var space = new RowSpace(places.Count <= MostUnknowns ? places.Count : 0);
        if (places.Count <= MostUnknowns)
        {
            foreach (var sum in told.Where(sum => sum.Length > 0).OrderBy(sum => sum.Length))
                space.Add(sum);
        }
        var solution = space.Draw(new Random(1));
        foreach (var (collection, sums) in ofCollections.Index())
        {
            foreach (var (sum, column) in sums.Zip(columns))
            {
                var follows = sum.Length == 0 || table.AreTold(collections[collection], column) || (places.Count <= MostUnknowns && RowSpace.IsNothing(solution, sum));
                _isTold[collection, column] = follows && table.IsTellable(column, collections[collection].Select(unit => table.CellOf(unit, column)));
            }
        }

        // The hidden cells of units that add up to a cell.
        int[] UnknownsOf(IEnumerable<int> units, int column)
        {
            var parts = table.PartsOf(column).ToArray();
            return
            [
                .. from unit in units
                   from part in parts.Length == 0 ? [column] : parts
                   let cell = table.CellOf(unit, part)
                   where !table.IsTold(cell) && table.CanHide(cell)
                   select PlaceOf(cell),
            ];
        }

        int PlaceOf(int cell)
        {
            if (!places.TryGetValue(cell, out var place))
                places.Add(cell, place = places.Count);
            return place;
        }
    }

    private static List<int>[] LeavesOf(LinkedTable table)
    {
        var leaves = new List<int>[table.Parents.Length];
        for (var scope = leaves.Length - 1; scope >= 0; scope--)
            leaves[scope] = table.IsLeaf(scope) ? [scope] : [.. table.Children[scope].SelectMany(child => leaves[child])];
        return leaves;
    }
}
