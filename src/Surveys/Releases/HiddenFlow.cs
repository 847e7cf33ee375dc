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

    /// <summary>Per vertex when it was last reached, and the next of its cells to try.</summary>
    private readonly (int Round, int Next)[] _reached;
    private readonly Stack<(int Vertex, int Via)> _path = [];
    private readonly List<int> _vertices = [];
    private Func<MeasureCounts, long> _weight = _ => 0;
    private int _round;

    public HiddenFlow(LinkedTable table, HiddenCells graph)
    {
        (_table, _graph, _hidden) = (table, graph, graph.HiddenEdges());
        _passed = new long[table.Counts.Length];
        _reached = new (int, int)[_hidden.Starts.Length];
    }

    /// <summary>By how much the last was less.</summary>
    public long Missing { get; private set; }

    /// <returns>Whether no sum with the cell in it is less.</returns>
    public bool IsAtLeast(int cell, Func<MeasureCounts, long> weight, long least)
    {
        var amount = weight(_table.Counts[cell]);
        if (amount >= least)
            return true;
        foreach (var passing in _passing)
            _passed[passing] = 0;
        _passing.Clear();
        _weight = weight;
        var (from, to) = _graph.EndsOf(cell);
        Pass(cell, from, amount);
        for (; amount < least && FindPath(from, to); amount += PassAlong(least - amount))
        {
        }
        Missing = least - amount;
        return amount >= least;
    }

    /// <summary>What may still pass through a cell from this end of it.</summary>
    public long Left(int cell, int from) =>
        _table.IsPartOfLeaf(cell) && _graph.EndsOf(cell).Own == from ? _weight(_table.Counts[cell]) - _passed[cell] : long.MaxValue;

    /// <summary>The cells of a sum that is less.</summary>
    public int[] Limiting() =>
    [
        .. from vertex in _vertices
           from cell in CellsAt(vertex).ToArray()
           where _table.IsPartOfLeaf(cell) && _graph.EndsOf(cell) is var (own, above) && own == vertex && _reached[above].Round != _round
           select cell,
    ];

    private long PassAlong(long most)
    {
        var amount = most;
        foreach (var (vertex, via) in _path)
        {
            if (via >= 0)
                amount = Math.Min(amount, Left(via, _graph.OtherEnd(via, vertex)));
        }
        foreach (var (vertex, via) in _path)
        {
            if (via >= 0)
                Pass(via, _graph.OtherEnd(via, vertex), amount);
        }
        return amount;
    }

    private void Pass(int cell, int from, long amount)
    {
        if (!_table.IsPartOfLeaf(cell))
            return;
        _passed[cell] += _graph.EndsOf(cell).Own == from ? amount : -amount;
        _passing.Add(cell);
    }

    private bool FindPath(int from, int to)
    {
        _round++;
        _path.Clear();
        _vertices.Clear();
        Reach(from, -1);
        while (_path.TryPeek(out var top))
        {
            var cells = CellsAt(top.Vertex);
            // Of most vertices reached a cell leads to the end.
            for (var last = 0; _reached[top.Vertex].Next == 0 && last < cells.Length; last++)
            {
                if (_graph.OtherEnd(cells[last], top.Vertex) == to && Left(cells[last], top.Vertex) > 0)
                {
                    Reach(to, cells[last]);
                    return true;
                }
            }
            if (_reached[top.Vertex].Next == cells.Length)
            {
                _path.Pop();
                continue;
            }
            var cell = cells[_reached[top.Vertex].Next++];
            var other = _graph.OtherEnd(cell, top.Vertex);
            if (_reached[other].Round != _round && Left(cell, top.Vertex) > 0)
                Reach(other, cell);
        }
        return false;
    }

    private void Reach(int vertex, int via)
    {
        _reached[vertex] = (_round, 0);
        _path.Push((vertex, via));
        _vertices.Add(vertex);
    }

    private ReadOnlySpan<int> CellsAt(int vertex) => _hidden.Edges.AsSpan(_hidden.Starts[vertex], _hidden.Starts[vertex + 1] - _hidden.Starts[vertex]);
}
