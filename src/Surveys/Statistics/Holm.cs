namespace Surveys.Statistics;

/// <summary>
/// Several tests at once, with at most 5% for one or more errors among all of them. Holm, "A Simple Sequentially Rejective Multiple Test
/// Procedure", Scandinavian Journal of Statistics 6 (1979).
/// </summary>
public static class Holm
{
    private const double Level = 0.05;

    /// <param name="pValues">Null: no test, which does not count as one of them.</param>
    /// <returns>In the same order, which of the hypotheses of no difference are rejected.</returns>
    public static IReadOnlyList<bool> Rejects(IReadOnlyList<double?> pValues)
    {
        var rejected = new bool[pValues.Count];
        var tests = pValues.Index().Where(test => test.Item is not null).OrderBy(test => test.Item).ToList();
        for (var i = 0; i < tests.Count && tests[i].Item * (tests.Count - i) <= Level; i++)
            rejected[tests[i].Index] = true;
        return rejected;
    }
}
