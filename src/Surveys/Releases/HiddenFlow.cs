namespace Surveys.Releases;

/// <summary>
/// The least sum that follows and that a hidden cell stands in. A sum of cells of schools that follows is a cut of the graph which all of them cross
/// the same way, from their columns to the scope above: so the least is the greatest flow between the ends of the cell, where each lets pass that way
/// what it counts, and nothing else limits it (Ford and Fulkerson, "Maximal Flow Through a Network", Canadian Journal of Mathematics 8, 1956).
/// </summary>
internal sealed class HiddenFlow
{
    private readonly LinkedTable _table;
    private readonly HiddenCells _graph;

    /// <summary>Per vertex the cells at it that were hidden at first, one list after the other.</summary>
    private readonly (int[] Starts, int[] Edges) _hidden;
    private readonly long[] _passed;
    private readonly List<int> _passing = [];

    /// <summary>A way is sought from both ends, since what can be reached from one may be little, and all the rest from the other.</summary>
    private readonly Search _forward;
    private readonly Search _backward;
    private readonly List<(int Cell, int From)> _path = [];
    private Func<MeasureCounts, long> _weight = _ => 0;

    public HiddenFlow(LinkedTable table, HiddenCells graph)
    {
        (_table, _graph, _hidden) = (table, graph, graph.HiddenEdges());
        _passed = new long[table.Counts.Length];
        (_forward, _backward) = (new Search(_hidden.Starts.Length), new Search(_hidden.Starts.Length));
    }

    /// <param name="cells">Of one school.</param>
    /// <returns>Whether no sum with all of these in it is less.</returns>
    public bool IsAtLeast(int[] cells, Func<MeasureCounts, long> weight, long least)
    {
        var amount = cells.Sum(cell => weight(_table.Counts[cell]));
        if (amount >= least)
            return true;
        foreach (var passing in _passing)
            _passed[passing] = 0;
        _passing.Clear();
        _weight = weight;
        var from = _graph.EndsOf(cells[0]).Own;
        foreach (var cell in cells)
            Pass(cell, from, weight(_table.Counts[cell]));
        int[] to = [.. cells.Select(cell => _graph.EndsOf(cell).Above)];
        for (; amount < least && FindPath(from, to); amount += PassAlong(least - amount))
        {
        }
        return amount >= least;
    }

    /// <summary>What may still pass through a cell from this end of it.</summary>
    public long Left(int cell, int from) =>
        _table.IsPartOfLeaf(cell) && _graph.EndsOf(cell).Own == from ? _weight(_table.Counts[cell]) - _passed[cell] : long.MaxValue;

    /// <summary>The cells of a sum that is less.</summary>
    public int[] Limiting()
    {
        var isForward = _forward.IsDone;
        var search = isForward ? _forward : _backward;
        return
        [
            .. from vertex in search.Vertices
               from cell in CellsAt(vertex).ToArray()
               where _table.IsPartOfLeaf(cell) && _graph.EndsOf(cell) is var (own, above)
                   && (isForward ? own == vertex && !search.HasReached(above) : above == vertex && !search.HasReached(own))
               select cell,
        ];
    }

    private long PassAlong(long most)
    {
        var amount = most;
        foreach (var (cell, from) in _path)
            amount = Math.Min(amount, Left(cell, from));
        foreach (var (cell, from) in _path)
            Pass(cell, from, amount);
        return amount;
    }

    private void Pass(int cell, int from, long amount)
    {
        if (!_table.IsPartOfLeaf(cell))
            return;
        _passed[cell] += _graph.EndsOf(cell).Own == from ? amount : -amount;
        _passing.Add(cell);
    }

    private bool FindPath(int from, int[] to)
    {
        _path.Clear();
        _forward.Start([from]);
        _backward.Start(to);
        while (!_forward.IsDone && !_backward.IsDone)
        {
            if ((Step(_forward, _backward, isForward: true) ?? Step(_backward, _forward, isForward: false)) is not { } meeting)
                continue;
            for (var vertex = meeting; _forward.ViaOf(vertex) >= 0; vertex = _path[^1].From)
                _path.Add((_forward.ViaOf(vertex), _graph.OtherEnd(_forward.ViaOf(vertex), vertex)));
            for (var vertex = meeting; _backward.ViaOf(vertex) >= 0; vertex = _graph.OtherEnd(_backward.ViaOf(vertex), vertex))
                _path.Add((_backward.ViaOf(vertex), vertex));
            return true;
        }
        return false;
    }

    /// <returns>A vertex that both have reached now; null: none yet.</returns>
    private int? Step(Search search, Search other, bool isForward)
    {
        if (search.IsDone)
            return null;
        var vertex = search.Top;
        if (search.Next() is var place && place >= CellsAt(vertex).Length)
        {
            search.GoBack();
            return null;
        }
        var cell = CellsAt(vertex)[place];
        var end = _graph.OtherEnd(cell, vertex);
        if (search.HasReached(end) || Left(cell, isForward ? vertex : end) <= 0)
            return null;
        search.Reach(end, cell);
        return other.HasReached(end) ? end : null;
    }

    private ReadOnlySpan<int> CellsAt(int vertex) => _hidden.Edges.AsSpan(_hidden.Starts[vertex], _hidden.Starts[vertex + 1] - _hidden.Starts[vertex]);

    /// <summary>What is reached from one end, depth first.</summary>
    private sealed class Search(int vertices)
    {
        private readonly (int Round, int Next, int Via)[] _reached = new (int, int, int)[vertices];
        private readonly Stack<int> _open = [];
        private int _round;

        public List<int> Vertices { get; } = [];

        public bool IsDone => _open.Count == 0;

        public int Top => _open.Peek();

        public void Start(int[] vertices)
        {
            _round++;
            _open.Clear();
            Vertices.Clear();
            foreach (var vertex in vertices)
                Reach(vertex, -1);
        }

        public void Reach(int vertex, int via)
        {
            _reached[vertex] = (_round, 0, via);
            _open.Push(vertex);
            Vertices.Add(vertex);
        }

        public bool HasReached(int vertex) => _reached[vertex].Round == _round;

        public int ViaOf(int vertex) => _reached[vertex].Via;

        /// <summary>The place of the next cell to try at the top.</summary>
        public int Next() => _reached[Top].Next++;

        public void GoBack() => _open.Pop();
    }
}
