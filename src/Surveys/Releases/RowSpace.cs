namespace Surveys.Releases;

/// <summary>
/// What follows from sums of unknown numbers: exact elimination modulo the prime 2⁶¹ − 1. Whether another sum follows is asked of solutions
/// drawn at random: one that comes out as nothing in all that leaves every told sum as it is follows from them, but for one case in 10¹⁸.
/// </summary>
internal sealed class RowSpace
{
    private const ulong Prime = (1UL << 61) - 1;

    /// <summary>Per column that was eliminated the others of its row, in which it stands with 1.</summary>
    private readonly Dictionary<int, (int Column, ulong Factor)[]> _rows = [];

    private readonly List<int> _order = [];
    private ulong[] _solution = [];

    /// <summary>Adds what a sum of these unknowns tells. The fewer come first the cheaper.</summary>
    public void Add(IEnumerable<int> columns)
    {
        var row = new SortedDictionary<int, ulong>();
        foreach (var column in columns)
            AddTo(row, column, 1);
        // No column of a row is one that an earlier row eliminated: those of later rows are left for the solution.
        var done = false;
        while (!done)
        {
            done = true;
            foreach (var (column, factor) in row)
            {
                if (!_rows.TryGetValue(column, out var known))
                    continue;
                row.Remove(column);
                foreach (var (other, share) in known)
                    AddTo(row, other, Minus(Times(factor, share)));
                done = false;
                break;
            }
        }
        if (row.Count == 0)
            return;
        var (pivot, value) = row.First();
        row.Remove(pivot);
        var inverse = Power(value, Prime - 2);
        _rows[pivot] = [.. row.Select(entry => (entry.Key, Times(entry.Value, inverse)))];
        _order.Add(pivot);
    }

    /// <summary>Draws a solution of all sums being nothing.</summary>
    /// <param name="columns">How many unknowns there are.</param>
    /// <param name="random">Of any seed.</param>
    public void Draw(int columns, Random random)
    {
        _solution = new ulong[columns];
        for (var column = 0; column < columns; column++)
            _solution[column] = _rows.ContainsKey(column) ? 0 : (ulong)random.NextInt64((long)Prime);
        // A row has no column of an earlier row, but may have one of a later.
        for (var i = _order.Count - 1; i >= 0; i--)
        {
            ulong sum = 0;
            foreach (var (column, factor) in _rows[_order[i]])
                sum = Plus(sum, Times(factor, _solution[column]));
            _solution[_order[i]] = Minus(sum);
        }
    }

    /// <summary>Whether the sum of these unknowns is the same in the solution drawn as if all were nothing.</summary>
    public bool IsFixed(IEnumerable<int> columns)
    {
        ulong sum = 0;
        foreach (var column in columns)
            sum = Plus(sum, _solution[column]);
        return sum == 0;
    }

    private static void AddTo(SortedDictionary<int, ulong> row, int column, ulong value)
    {
        var sum = Plus(row.GetValueOrDefault(column), value);
        if (sum == 0)
            row.Remove(column);
        else
            row[column] = sum;
    }

    private static ulong Plus(ulong a, ulong b) => (a + b) is var sum && sum >= Prime ? sum - Prime : sum;

    private static ulong Minus(ulong a) => a == 0 ? 0 : Prime - a;

    private static ulong Times(ulong a, ulong b) => (ulong)((UInt128)a * b % Prime);

    private static ulong Power(ulong value, ulong exponent)
    {
        ulong result = 1;
        for (; exponent > 0; exponent >>= 1, value = Times(value, value))
        {
            if ((exponent & 1) == 1)
                result = Times(result, value);
        }
        return result;
    }
}
