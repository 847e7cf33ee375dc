namespace Surveys.Releases;

/// <summary>
/// The hidden cells of a table as edges of a graph whose vertices are sums. Every cell stands in two: a scope's in that of its parent, and in
/// that of its own children or, where it has none, of its own columns; where it stands in one alone its other end is a vertex common to all
/// such cells. A hidden cell follows from those told exactly if its edge is a bridge: Gusfield, "A Graph Theoretic Approach to Statistical
/// Data Security", SIAM Journal on Computing 17 (1988). A bridge is mended by the cheapest cycle through it.
/// </summary>
internal sealed class HiddenCells(LinkedTable table)
{
    /// <summary>Among more hidden cells of one column sums of three are not looked for: there are too many, and hardly any that follows.</summary>
    private const int MostForThree = 300;

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
            if (!HideCycle(bridge))
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
    /// Hides what keeps the sums of two or three hidden cells of one column from following that must not be told. Such a sum, or a difference,
    /// follows if they are a cut together: if their labels add up to nothing, where labels drawn at random add up to nothing at every vertex
    /// (Pritchard and Thurimella, "Fast Computation of Small Cuts via Cycle Space Sampling", ACM Transactions on Algorithms 7, 2011).
    /// </summary>
    /// <param name="isSafe">Whether the sum of these may be told.</param>
    /// <returns>Whether it hid any cell.</returns>
    public bool HideForSmallCuts(Func<int[], bool> isSafe)
    {
        var labels = Labels();
        var hasHidden = false;
        for (var column = 0; column < table.Columns; column++)
        {
            var cells = Enumerable.Range(0, table.Parents.Length).Where(table.IsLeaf).Select(scope => table.CellOf(scope, column)).Where(IsEdge).ToList();
            foreach (var cut in SmallCuts(cells, labels).Where(cut => !isSafe(cut)))
                hasHidden |= HideCycle(cut[0], cut);
        }
        return hasHidden;
    }

    private static IEnumerable<int[]> SmallCuts(List<int> cells, ulong[] labels)
    {
        var hasThree = cells.Count <= MostForThree;
        var places = cells.Index().ToLookup(entry => labels[entry.Item], entry => entry.Index);
        for (var one = 0; one < cells.Count; one++)
        {
            foreach (var other in places[labels[cells[one]]].Where(other => other > one))
                yield return [cells[one], cells[other]];
            for (var other = one + 1; hasThree && other < cells.Count; other++)
            {
                foreach (var third in places[labels[cells[one]] ^ labels[cells[other]]].Where(third => third > other))
                    yield return [cells[one], cells[other], cells[third]];
            }
        }
    }

    private ulong[] Labels()
    {
        var (starts, edges) = HiddenEdges();
        var random = new Random(1);
        var labels = new ulong[_outside];
        var sums = new ulong[_outside + 1];
        var via = new int[_outside + 1];
        Array.Fill(via, -2);
        var order = new List<int>();
        for (var root = 0; root <= _outside; root++)
        {
            if (via[root] != -2)
                continue;
            via[root] = -1;
            order.Add(root);
            for (var next = order.Count - 1; next < order.Count; next++)
            {
                var vertex = order[next];
                foreach (var edge in edges.AsSpan(starts[vertex], starts[vertex + 1] - starts[vertex]))
                {
                    var other = OtherEnd(edge, vertex);
                    if (via[other] == -2)
                    {
                        via[other] = edge;
                        order.Add(other);
                    }
                    else if (edge != via[vertex] && edge != via[other] && labels[edge] == 0)
                    {
                        labels[edge] = (ulong)random.NextInt64(1, long.MaxValue);
                        sums[vertex] ^= labels[edge];
                        sums[other] ^= labels[edge];
                    }
                }
            }
        }
        for (var last = order.Count - 1; last >= 0; last--)
        {
            var vertex = order[last];
            if (via[vertex] < 0)
                continue;
            labels[via[vertex]] = sums[vertex];
            sums[OtherEnd(via[vertex], vertex)] ^= sums[vertex];
        }
        return labels;
    }

    private bool IsEdge(int cell) => table.IsHidden[cell] && table.CanHide(cell);

    private (int One, int Other) EndsOf(int cell)
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

    private int OtherEnd(int edge, int vertex)
    {
        var (one, other) = EndsOf(edge);
        return one == vertex ? other : one;
    }

    /// <summary>Per vertex the hidden cells at it, one list after the other.</summary>
    private (int[] Starts, int[] Edges) HiddenEdges()
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

    /// <summary>Hides the cheapest cells that make a cycle with a hidden one, and without others. False: there is none.</summary>
    private bool HideCycle(int bridge, params ReadOnlySpan<int> avoided)
    {
        var (start, goal) = EndsOf(bridge);
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
                if (cell == bridge || avoided.Contains(cell) || !table.CanHide(cell) || !IsAt(cell, vertex))
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
            return false;
        for (var vertex = goal; vertex != start;)
        {
            var cell = reached[vertex].Via;
            table.IsHidden[cell] = true;
            vertex = OtherEnd(cell, vertex);
        }
        return true;
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
