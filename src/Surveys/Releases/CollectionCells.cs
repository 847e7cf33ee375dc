namespace Surveys.Releases;

/// <summary>
/// What of collections may be told beside a table, by exact elimination: one cell after the other, each if with it and all before no hidden cell
/// follows, nor a sum of hidden ones that must not be told. Hidden cells that stand in the same sums are one unknown.
/// </summary>
/// <param name="table">Protected already.</param>
/// <param name="collections">Per collection the scopes of the units in it.</param>
internal sealed class CollectionCells(LinkedTable table, IReadOnlyList<int[]> collections)
{
    /// <summary>With more unknowns only what follows from single units is told of collections.</summary>
    private const int MostUnknowns = 2000;

    /// <summary>Among more unknowns of one column sums of three are not looked for.</summary>
    private const int MostForThree = 300;

    private readonly List<int>[] _leaves = collections.Count == 0 ? [] : LeavesOf(table);

    /// <summary>Per collection and column; before <see cref="Decide"/> what is told already.</summary>
    public bool[,] IsTold { get; } = new bool[collections.Count, table.Columns];

    /// <param name="mayBeTold">Which collection and column besides those that follow from the table: asked in the order of columns, wholes first.</param>
    public void Decide(Func<int, int, bool> mayBeTold)
    {
        foreach (var family in Enumerable.Range(0, collections.Count == 0 ? 0 : table.Columns).GroupBy(column => table.Wholes[column] < 0 ? column : table.Wholes[column]))
            DecideFamily([.. family.OrderBy(column => column != family.Key)], mayBeTold);
    }

    private void DecideFamily(int[] columns, Func<int, int, bool> mayBeTold)
    {
        var told = new List<int[]>();
        var hidden = new List<int[]>();
        for (var scope = 0; scope < table.Parents.Length; scope++)
        {
            foreach (var column in columns)
                (table.IsTold(table.CellOf(scope, column)) ? told : hidden).Add(UnknownsOf(_leaves[scope], column));
        }
        var ofCollections = new Dictionary<(int Collection, int Column), int[]>();
        foreach (var column in columns)
        {
            for (var collection = 0; collection < collections.Count; collection++)
                ofCollections[(collection, column)] = UnknownsOf(collections[collection], column);
        }
        var unknowns = new Unknowns(table, told.Concat(ofCollections.Values));
        var space = new RowSpace(unknowns.Count);
        var areFew = unknowns.Count <= MostUnknowns;
        if (areFew)
        {
            foreach (var sum in told.Where(sum => sum.Length > 0).OrderBy(sum => sum.Length))
                space.Add(unknowns.Of(sum)!);
        }
        var mustNotFollow = hidden.Select(unknowns.Of).OfType<int[]>().Where(sum => sum.Length > 0).Concat(unknowns.Single())
            .Concat(ofCollections.Where(cell => cell.Value.Length > 0 && !IsTellable(cell.Key)).Select(cell => unknowns.Of(cell.Value)!))
            .ToList();
        var (one, other) = (space.Draw(new Random(1)), space.Draw(new Random(2)));
        foreach (var (cell, cells) in ofCollections)
        {
            var sum = unknowns.Of(cells)!;
            var with = RowSpace.Also(one, other, sum);
            IsTold[cell.Collection, cell.Column] |= with is not null && areFew
                && mayBeTold(cell.Collection, cell.Column) && IsTellable(cell) && table.IsSafeRest(cell.Column, cells) && !Gives(with);
            if (!IsTold[cell.Collection, cell.Column] || !areFew || with is null)
                continue;
            space.Add(sum);
            (one, other) = (space.Draw(new Random(1)), space.Draw(new Random(2)));
        }
        foreach (var (cell, cells) in ofCollections)
            IsTold[cell.Collection, cell.Column] |= IsTellable(cell) && RowSpace.Also(one, other, unknowns.Of(cells)!) is null;

        bool IsTellable((int Collection, int Column) cell) =>
            table.IsTellable(cell.Column, collections[cell.Collection].Select(unit => table.CellOf(unit, cell.Column)));

        bool Gives(ulong[] solution) => mustNotFollow.Exists(sum => RowSpace.IsNothing(solution, sum)) || unknowns.HasUnsafe(solution, MostForThree);
    }

    /// <summary>The hidden cells of units that add up to a cell.</summary>
    private int[] UnknownsOf(IEnumerable<int> units, int column)
    {
        var parts = table.PartsOf(column).ToArray();
        return
        [
            .. from unit in units
               from part in parts.Length == 0 ? [column] : parts
               let cell = table.CellOf(unit, part)
               where !table.IsTold(cell) && table.CanHide(cell)
               select cell,
        ];
    }

    private static List<int>[] LeavesOf(LinkedTable table)
    {
        var leaves = new List<int>[table.Parents.Length];
        for (var scope = leaves.Length - 1; scope >= 0; scope--)
            leaves[scope] = table.IsLeaf(scope) ? [scope] : [.. table.Children[scope].SelectMany(child => leaves[child])];
        return leaves;
    }

    /// <summary>Hidden cells of one column that stand in the same sums, as one.</summary>
    private sealed class Unknowns
    {
        private readonly LinkedTable _table;
        private readonly Dictionary<int, int> _places = [];
        private readonly List<List<int>> _cells = [];

        public Unknowns(LinkedTable table, IEnumerable<int[]> sums)
        {
            _table = table;
            var memberships = new Dictionary<int, List<int>>();
            foreach (var (index, sum) in sums.Index())
            {
                foreach (var cell in sum)
                {
                    if (!memberships.TryGetValue(cell, out var of))
                        memberships.Add(cell, of = []);
                    of.Add(index);
                }
            }
            foreach (var same in memberships.GroupBy(pair => $"{pair.Key % table.Columns}:{string.Join(',', pair.Value)}", pair => pair.Key))
            {
                foreach (var cell in same)
                    _places.Add(cell, _cells.Count);
                _cells.Add([.. same]);
            }
        }

        public int Count => _cells.Count;

        /// <summary>Null: it has some of an unknown and not all, so that it cannot follow.</summary>
        public int[]? Of(int[] cells)
        {
            var places = new Dictionary<int, int>();
            foreach (var cell in cells)
            {
                if (!_places.TryGetValue(cell, out var place))
                    return null;
                places[place] = places.GetValueOrDefault(place) + 1;
            }
            return places.All(pair => pair.Value == _cells[pair.Key].Count) ? [.. places.Keys] : null;
        }

        public IEnumerable<int[]> Single() => Enumerable.Range(0, Count).Where(place => _cells[place].Count == 1).Select(place => new[] { place });

        /// <summary>Whether one unknown, or the sum of two or three of a column, is nothing in a solution and must not be told.</summary>
        public bool HasUnsafe(ulong[] solution, int mostForThree)
        {
            foreach (var column in Enumerable.Range(0, Count).GroupBy(place => _cells[place][0] % _table.Columns))
            {
                var places = column.ToList();
                if (places.Exists(place => solution[place] == 0 && !IsSafe([place])))
                    return true;
                var of = places.ToLookup(place => solution[place]);
                for (var one = 0; one < places.Count; one++)
                {
                    if (of[RowSpace.Minus(solution[places[one]])].Any(other => other > places[one] && !IsSafe([places[one], other])))
                        return true;
                    for (var two = one + 1; places.Count <= mostForThree && two < places.Count; two++)
                    {
                        var sum = RowSpace.Plus(solution[places[one]], solution[places[two]]);
                        if (of[RowSpace.Minus(sum)].Any(third => third > places[two] && !IsSafe([places[one], places[two], third])))
                            return true;
                    }
                }
            }
            return false;
        }

        private bool IsSafe(int[] places) => _table.IsSafe([.. places.SelectMany(place => _cells[place])]);
    }
}
