namespace Surveys.Statistics;

/// <summary>
/// Rates over several items and several schools, each weighted by its enrolment. Schools are added one at a time. People of a school share
/// its weight, so that its sums of squares and products are weighted by the square.
/// </summary>
public sealed class WeightedSums
{
    private long _respondents;
    private long _answers;
    private double _people;
    private double _peopleSquares;
    private double _favorable;
    private double _unfavorable;
    private double _valid;
    private double _favorableSquares;
    private double _favorableValid;
    private double _unfavorableSquares;
    private double _unfavorableValid;
    private double _validSquares;

    /// <inheritdoc cref="WeightedCounts.Add"/>
    public void Add(long population, long responses, PooledSums school)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(population);
        ArgumentOutOfRangeException.ThrowIfLessThan(responses, school.Respondents);
        // People without weight would still count among the m.
        if (responses == 0 || population == 0)
            return;
        var weight = (double)population / responses;
        var square = weight * weight;
        _respondents += school.Respondents;
        _answers += school.Valid;
        _people += weight * school.Respondents;
        _peopleSquares += square * school.Respondents;
        _favorable += weight * school.Favorable;
        _unfavorable += weight * school.Unfavorable;
        _valid += weight * school.Valid;
        _favorableSquares += square * school.FavorableSquares;
        _favorableValid += square * school.FavorableValid;
        _unfavorableSquares += square * school.UnfavorableSquares;
        _unfavorableValid += square * school.UnfavorableValid;
        _validSquares += square * school.ValidSquares;
    }

    /// <returns>Of a population without end. Null if nobody answered.</returns>
    public PooledRate? FavorableRate() => Of(_favorable, _favorableSquares, _favorableValid);

    /// <inheritdoc cref="FavorableRate"/>
    public PooledRate? UnfavorableRate() => Of(_unfavorable, _unfavorableSquares, _unfavorableValid);

    private PooledRate? Of(double x, double xx, double xv)
    {
        if (_respondents == 0)
            return null;
        var rate = x / _valid;
        var scale = rate * rate * _validSquares;
        var residues = xx - (2 * rate * xv) + scale;
        // What rounding leaves of none is none.
        var spread = residues <= 1e-12 * scale ? 0 : residues / (_valid * _valid);
        return PooledRate.Of(_respondents, rate, spread, _answers, _people * _people / _peopleSquares, null);
    }
}
