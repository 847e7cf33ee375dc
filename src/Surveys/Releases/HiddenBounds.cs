namespace Surveys.Releases;

/// <summary>
/// What hidden cells can be at the least and at the most, by what is told: nobody answers twice, a band says what the few others are, and sums hold.
/// Each sum narrows its parts until none does any more.
/// </summary>
internal sealed class HiddenBounds
{
    /// <summary>Far more than what narrows anything.</summary>
    private const int MostRounds = 50;

    private readonly LinkedTable _table;
    private readonly (long Low, long High)[] _favorable;
    private readonly (long Low, long High)[] _others;
    private readonly (long Low, long High)[] _all;
    private readonly List<(int Sum, int[] Parts)> _sums = [];

    /// <param name="table">Whose cells.</param>
    /// <param name="responses">Per scope, which everybody knows.</param>
    public HiddenBounds(LinkedTable table, long[] responses)
    {
        _table = table;
        _favorable = new (long, long)[table.Counts.Length];
        _others = new (long, long)[table.Counts.Length];
        _all = new (long, long)[table.Counts.Length];
        for (var scope = 0; scope < table.Parents.Length; scope++)
        {
            for (var column = 0; column < table.Columns; column++)
            {
                Begin(table.CellOf(scope, column), responses[scope] * Math.Max(1, table.PartsOf(column).Length));
                if (!table.IsLeaf(scope))
                    _sums.Add((table.CellOf(scope, column), [.. table.Children[scope].Select(child => table.CellOf(child, column))]));
                if (table.PartsOf(column).Length > 0)
                    _sums.Add((table.CellOf(scope, column), [.. table.PartsOf(column).ToArray().Select(part => table.CellOf(scope, part))]));
            }
        }
    }

    /// <summary>Hidden cells that have a single value left.</summary>
    public List<int> FindKnown()
    {
        for (var round = 0; round < MostRounds && Narrow(); round++)
        {
        }
        return [.. Enumerable.Range(0, _favorable.Length).Where(cell =>
            !_table.IsTold(cell) && _table.CanHide(cell) && _table.Counts[cell].Valid > 0 && IsSingle(_favorable[cell]) && IsSingle(_others[cell]))];
    }

    private static bool IsSingle((long Low, long High) bounds) => bounds.Low == bounds.High;

    private void Begin(int cell, long most)
    {
        var counts = _table.Counts[cell];
        if (_table.IsTold(cell) || !_table.CanHide(cell))
        {
            _favorable[cell] = (counts.Favorable, counts.Favorable);
            _others[cell] = (counts.Valid - counts.Favorable, counts.Valid - counts.Favorable);
            _all[cell] = (counts.Valid, counts.Valid);
            return;
        }
        var few = (CellRules.Margin * _table.Measures[cell % _table.Columns].Favorable) - 1L;
        var band = _table.BandOf(cell);
        _favorable[cell] = (0, band is { IsAtLeast: false } ? few : most);
        _others[cell] = (0, band is { IsAtLeast: true } ? few : most);
        _all[cell] = (band is null ? 0 : _table.MinimumCell, most);
    }

    private bool Narrow()
    {
        var hasNarrowed = false;
        foreach (var (sum, parts) in _sums)
            hasNarrowed |= Narrow(_favorable, sum, parts) | Narrow(_others, sum, parts) | Narrow(_all, sum, parts);
        for (var cell = 0; cell < _all.Length; cell++)
        {
            var (favorable, others) = (_favorable[cell], _others[cell]);
            hasNarrowed |= Narrow(ref _all[cell], favorable.Low + others.Low, favorable.High + others.High)
                | Narrow(ref _favorable[cell], _all[cell].Low - others.High, _all[cell].High - others.Low)
                | Narrow(ref _others[cell], _all[cell].Low - favorable.High, _all[cell].High - favorable.Low);
        }
        return hasNarrowed;
    }

    private static bool Narrow((long Low, long High)[] bounds, int sum, int[] parts)
    {
        var (low, high) = (0L, 0L);
        foreach (var part in parts)
            (low, high) = (low + bounds[part].Low, high + bounds[part].High);
        var hasNarrowed = Narrow(ref bounds[sum], low, high);
        var (least, most) = bounds[sum];
        foreach (var part in parts)
            hasNarrowed |= Narrow(ref bounds[part], least - (high - bounds[part].High), most - (low - bounds[part].Low));
        return hasNarrowed;
    }

    private static bool Narrow(ref (long Low, long High) bounds, long low, long high)
    {
        var narrowed = (Low: Math.Max(bounds.Low, low), High: Math.Min(bounds.High, high));
        var isNarrower = narrowed != bounds;
        bounds = narrowed;
        return isNarrower;
    }
}
