namespace Surveys.Releases;

/// <summary>
/// What follows from sums of unknown numbers: exact elimination modulo the prime 2⁶¹ − 1. Whether another sum follows is asked of solutions
/// drawn at random: one that comes out as nothing in all that leaves every told sum as it is follows from them, but for one case in 10¹⁸.
/// </summary>
/// <param name="columns">How many unknowns there are.</param>
internal sealed class RowSpace(int columns)
{
    private const ulong Prime = (1UL << 61) - 1;

    /// <summary>In the order they came: the column that a row eliminates, in which it stands with 1, and its others.</summary>
    private readonly List<(int Pivot, (int Column, ulong Factor)[] Others)> _rows = [];

    /// <summary>Per column the row that eliminates it; -1: none.</summary>
    private readonly int[] _rowOf = [.. Enumerable.Repeat(-1, columns)];

    private readonly ulong[] _row = new ulong[columns];

    /// <summary>Adds what a sum of these unknowns tells. The fewer come first the cheaper.</summary>
    public void Add(IEnumerable<int> sum)
    {
        var touched = new HashSet<int>();
        // The earliest row first: no row has a column that an earlier one eliminated, so that none is needed twice.
        var eliminated = new PriorityQueue<int, int>();
        foreach (var column in sum)
            AddTo(column, 1);
        while (eliminated.TryDequeue(out var row, out _))
        {
            var (pivot, others) = _rows[row];
            if (_row[pivot] is var factor && factor == 0)
                continue;
            _row[pivot] = 0;
            foreach (var (column, share) in others)
                AddTo(column, Minus(Times(factor, share)));
        }
        var left = touched.Where(column => _row[column] != 0).Order().ToList();
        if (left.Count > 0)
        {
            var inverse = Power(_row[left[0]], Prime - 2);
            _rowOf[left[0]] = _rows.Count;
            _rows.Add((left[0], [.. left.Skip(1).Select(column => (column, Times(_row[column], inverse)))]));
        }
        foreach (var column in touched)
            _row[column] = 0;

        void AddTo(int column, ulong value)
        {
            if (touched.Add(column) && _rowOf[column] >= 0)
                eliminated.Enqueue(_rowOf[column], _rowOf[column]);
            _row[column] = Plus(_row[column], value);
        }
    }

    /// <summary>A solution, drawn at random, of all sums being nothing.</summary>
    public ulong[] Draw(Random random)
    {
        var solution = new ulong[columns];
        for (var column = 0; column < columns; column++)
            solution[column] = _rowOf[column] >= 0 ? 0 : (ulong)random.NextInt64((long)Prime);
        // A row has no column that an earlier row eliminated, but may have one of a later.
        for (var row = _rows.Count - 1; row >= 0; row--)
        {
            ulong sum = 0;
            foreach (var (column, factor) in _rows[row].Others)
                sum = Plus(sum, Times(factor, solution[column]));
            solution[_rows[row].Pivot] = Minus(sum);
        }
        return solution;
    }

    /// <summary>Whether the sum of these unknowns is nothing, as it is in every solution if it follows.</summary>
    public static bool IsNothing(ulong[] solution, IEnumerable<int> columns) => SumOf(solution, columns) == 0;

    /// <summary>The sum of these unknowns in the field.</summary>
    public static ulong SumOf(ulong[] solution, IEnumerable<int> columns)
    {
        ulong sum = 0;
        foreach (var column in columns)
            sum = Plus(sum, solution[column]);
        return sum;
    }

    public static ulong Plus(ulong a, ulong b) => (a + b) is var sum && sum >= Prime ? sum - Prime : sum;

    public static ulong Minus(ulong a) => a == 0 ? 0 : Prime - a;

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
