namespace Surveys.Statistics;

/// <summary>
/// An item's rates over several schools, each weighted by its enrolment: as if of every school as large a part had answered. Schools are
/// added one at a time. The effective size is Kish's, "Survey Sampling" (1965).
/// </summary>
public sealed class WeightedCounts
{
    private double _favorable;
    private double _unfavorable;
    private double _valid;
    private double _squares;

    /// <summary>A school without responses stands aside, and one of nobody.</summary>
    /// <param name="population">How many people could have responded.</param>
    /// <param name="responses">How many did, whether or not they answered the item.</param>
    /// <param name="school">Its answers.</param>
    public void Add(long population, long responses, ClassCounts school)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(population);
        ArgumentOutOfRangeException.ThrowIfLessThan(responses, school.Valid);
        if (responses == 0)
            return;
        var weight = (double)population / responses;
        _favorable += weight * school.Favorable;
        _unfavorable += weight * school.Unfavorable;
        _valid += weight * school.Valid;
        _squares += weight * weight * school.Valid;
    }

    /// <returns>Null if nobody answered.</returns>
    public RateEstimate? FavorableRate() => Of(_favorable);

    /// <inheritdoc cref="FavorableRate"/>
    public RateEstimate? UnfavorableRate() => Of(_unfavorable);

    private RateEstimate? Of(double weighted)
    {
        if (_valid == 0)
            return null;
        var (rate, size) = (weighted / _valid, _valid * _valid / _squares);
        return new RateEstimate(rate, size, WilsonInterval.Of(rate, size));
    }
}
