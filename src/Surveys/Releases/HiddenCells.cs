namespace Surveys.Releases;

/// <summary>
/// The hidden cells of a table as edges of a graph whose vertices are sums. Every cell stands in two: a scope's in that of its parent, and in
/// that of its own children or, where it has none, of its own columns; where it stands in one alone its other end is a vertex common to all
/// such cells. A hidden cell follows from those told exactly if its edge is a bridge: Gusfield, "A Graph Theoretic Approach to Statistical
/// Data Security", SIAM Journal on Computing 17 (1988). A bridge is mended by the cheapest cycle through it.
/// </summary>
internal sealed class HiddenCells(LinkedTable table)
{
    private readonly int _outside = table.Counts.Length;

    /// <summary>
    /// Hides what keeps hidden cells from following from others. One that nothing can keep from it hides no other, and was hidden in vain if
    /// it was hidden for others.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool HideForBridges()
    {
        var bridges = Bridges();
        foreach (var bridge in bridges)
        {
            if (HideCycle(bridge) < 0)
                table.GiveUp(bridge);
        }
        return bridges.Count > 0;
    }

    /// <summary>The hidden cells that follow from what is told.</summary>
    public List<int> Bridges()
    {
        var (starts, edges) = HiddenEdges();
        var found = new List<int>();
        var entered = new int[_outside + 1];
        var lowest = new int[_outside + 1];
        var next = (int[])starts.Clone();
        var time = 0;
        var path = new Stack<(int Vertex, int Edge)>();
        for (var root = 0; root <= _outside; root++)
        {
            if (entered[root] != 0 || starts[root] == starts[root + 1])
                continue;
            entered[root] = lowest[root] = ++time;
            path.Push((root, -1));
            while (path.TryPeek(out var top))
            {
                var (vertex, via) = top;
                if (next[vertex] < starts[vertex + 1])
                {
                    var edge = edges[next[vertex]++];
                    if (edge == via)
                        continue;
                    var other = OtherEnd(edge, vertex);
                    if (entered[other] != 0)
                    {
                        lowest[vertex] = Math.Min(lowest[vertex], entered[other]);
                        continue;
                    }
                    entered[other] = lowest[other] = ++time;
                    path.Push((other, edge));
                    continue;
                }
                path.Pop();
                if (!path.TryPeek(out var above))
                    continue;
                lowest[above.Vertex] = Math.Min(lowest[above.Vertex], lowest[vertex]);
                if (lowest[vertex] > entered[above.Vertex])
                    found.Add(via);
            }
        }
        return found;
    }

    /// <summary>
    /// Hides what keeps sums of hidden cells from following that must not be told, over whatever columns and scopes. One that is large enough by
    /// itself makes every sum that it stands in so.
    /// </summary>
    /// <returns>Whether it hid any cell.</returns>
    public bool HideForSums()
    {
        var flow = new HiddenFlow(table, this);
        var hasHidden = false;
        for (var whole = 0; whole < table.Columns; whole++)
        {
            var cells = PartsOfLeaves(whole).Where(IsEdge).ToList();
            var most = table.ItemsOf(cells);
            cells.RemoveAll(cell => table.IsSafe([cell]));
            foreach (var (weight, least) in table.LeastOf(whole))
            {
                foreach (var (cell, with) in cells.SelectMany(cell => SetsWith(cell, whole).Select(with => (cell, with))))
                {
                    if (flow.IsAtLeast(with, weight, least * most) || flow.Limiting() is var sum && table.IsSafe(sum))
                        continue;
                    // Whatever is hidden for it may be of one item more.
                    var missing = (least * Math.Min(table.ItemsOf(sum) + 1, most)) - sum.Sum(one => weight(table.Counts[one]));
                    var count = HideCycle(cell, (other, from) => flow.Left(other, from) >= missing);
                    hasHidden |= (count >= 0 ? count : HideCycle(cell, (other, from) => flow.Left(other, from) > 0)) > 0;
                }
            }
        }
        return hasHidden;
    }

    /// <summary>
    /// By itself, and with other items of its school: the least sum that it is in may be of one item and safe, where a larger one of several is not.
    /// </summary>
    private IEnumerable<int[]> SetsWith(int cell, int whole)
    {
        const int mostItems = 4;
        var scope = cell / table.Columns;
        int[] others = table.ArePartsPeople ? [] : [.. table.PartsOf(whole).ToArray().Select(part => table.CellOf(scope, part)).Where(other => other != cell && IsEdge(other)).Take(mostItems)];
        for (var set = 0; set < 1 << others.Length; set++)
            yield return [cell, .. others.Where((_, place) => (set >> place & 1) == 1)];
    }

    private IEnumerable<int> PartsOfLeaves(int whole)
    {
        var parts = table.PartsOf(whole).ToArray();
        return
            from scope in Enumerable.Range(0, parts.Length == 0 ? 0 : table.Parents.Length)
            where table.IsLeaf(scope)
            from part in parts
            select table.CellOf(scope, part);
    }

    private bool IsEdge(int cell) => table.IsHidden[cell] && table.CanHide(cell);

    /// <summary>The vertex of what a cell is made of, and that of what it is a part of above.</summary>
    public (int Own, int Above) EndsOf(int cell)
    {
        var (scope, column) = (cell / table.Columns, cell % table.Columns);
        var above = table.Parents[scope] < 0 ? _outside : table.CellOf(table.Parents[scope], column);
        var own = !table.IsLeaf(scope) ? cell
            : table.Wholes[column] >= 0 ? table.CellOf(scope, table.Wholes[column])
            : table.PartsOf(column).Length > 0 ? cell
            : _outside;
        return (own, above);
    }

    private bool IsAt(int cell, int vertex)
    {
        var (one, other) = EndsOf(cell);
        return one == vertex || other == vertex;
    }

    public int OtherEnd(int edge, int vertex)
    {
        var (one, other) = EndsOf(edge);
        return one == vertex ? other : one;
    }

    /// <summary>Per vertex the hidden cells at it, one list after the other.</summary>
    public (int[] Starts, int[] Edges) HiddenEdges()
    {
        var starts = new int[_outside + 2];
        for (var cell = 0; cell < _outside; cell++)
        {
            if (!IsEdge(cell))
                continue;
            var (one, other) = EndsOf(cell);
            starts[one + 1]++;
            starts[other + 1]++;
        }
        for (var vertex = 0; vertex <= _outside; vertex++)
            starts[vertex + 1] += starts[vertex];
        var edges = new int[starts[^1]];
        var filled = (int[])starts.Clone();
        for (var cell = 0; cell < _outside; cell++)
        {
            if (!IsEdge(cell))
                continue;
            var (one, other) = EndsOf(cell);
            edges[filled[one]++] = cell;
            edges[filled[other]++] = cell;
        }
        return (starts, edges);
    }

    /// <summary>Hides the cheapest cells that make a cycle with a hidden one.</summary>
    /// <param name="hidden">It.</param>
    /// <param name="canPass">Whether it may go through another, from this end of that.</param>
    /// <returns>How many it hid; -1: there is no such cycle.</returns>
    private int HideCycle(int hidden, Func<int, int, bool>? canPass = null)
    {
        var (start, goal) = EndsOf(hidden);
        var reached = new Dictionary<int, (long Cost, int Via)> { [start] = (0, -1) };
        var open = new PriorityQueue<int, long>();
        open.Enqueue(start, 0);
        while (open.TryDequeue(out var vertex, out var cost))
        {
            if (vertex == goal)
                break;
            if (cost > reached[vertex].Cost)
                continue;
            foreach (var cell in CellsAt(vertex))
            {
                if (cell == hidden || !table.CanHide(cell) || !IsAt(cell, vertex) || canPass?.Invoke(cell, vertex) == false)
                    continue;
                var other = OtherEnd(cell, vertex);
                var through = cost + (table.IsHidden[cell] ? 0 : table.CostOf(cell));
                if (reached.TryGetValue(other, out var known) && known.Cost <= through)
                    continue;
                reached[other] = (through, cell);
                open.Enqueue(other, through);
            }
        }
        if (!reached.ContainsKey(goal))
            return -1;
        var count = 0;
        for (var vertex = goal; vertex != start;)
        {
            var cell = reached[vertex].Via;
            count += table.IsHidden[cell] ? 0 : 1;
            table.IsHidden[cell] = true;
            vertex = OtherEnd(cell, vertex);
        }
        return count;
    }

    private IEnumerable<int> CellsAt(int vertex)
    {
        if (vertex == _outside)
            return CellsOutside();
        var (scope, column) = (vertex / table.Columns, vertex % table.Columns);
        return table.IsLeaf(scope)
            ? [vertex, .. table.PartsOf(column).ToArray().Select(part => table.CellOf(scope, part))]
            : table.Children[scope].Select(child => table.CellOf(child, column)).Prepend(vertex);
    }

    private IEnumerable<int> CellsOutside()
    {
        for (var cell = 0; cell < _outside; cell++)
        {
            var (one, other) = EndsOf(cell);
            if (one == _outside || other == _outside)
                yield return cell;
        }
    }
}
