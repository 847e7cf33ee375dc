namespace Surveys.Releases;

/// <summary>
/// The distributions of one item over the scopes, which add up as its counts do. It hides what else must be hidden so that none that is hidden
/// follows from those told, nor a rest that must not be told.
/// </summary>
internal sealed class DistributionTable
{
    private readonly CellRules _rules;
    private readonly long[][] _options;

    /// <param name="parents">Per scope; -1: the top.</param>
    /// <param name="options">Per scope the answers to each option.</param>
    /// <param name="rules">What may be told of a distribution.</param>
    public DistributionTable(int[] parents, long[][] options, CellRules rules)
    {
        (_rules, _options) = (rules, options);
        var people = new Measure(MeasureKind.SingleChoice, "", -1, -1, -1, 0, 0, 0);
        People = new LinkedTable(parents, [people], [-1], rules);
        for (var scope = 0; scope < parents.Length; scope++)
            People.Counts[scope] = MeasureCounts.OfPeople(options[scope].Sum());
    }

    /// <summary>How many people each distribution is of.</summary>
    public LinkedTable People { get; }

    /// <summary>Per scope; before <see cref="Protect"/> what must not be told by itself.</summary>
    public bool[] IsHidden => People.IsHidden;

    public void Protect()
    {
        do
            People.Protect();
        while (HideForRests());
    }

    private bool HideForRests()
    {
        var rests = new long[]?[_options.Length];
        for (var scope = _options.Length - 1; scope >= 0; scope--)
        {
            var rest = People.IsLeaf(scope) && IsHidden[scope] ? _options[scope] : SumBelow(scope, rests);
            if (IsHidden[scope])
            {
                rests[scope] = rest;
            }
            else if (rest is not null && !rest.All(count => count == 0) && !_rules.IsTold(rest))
            {
                IsHidden[CheapestBelow(scope) is var cheapest and >= 0 ? cheapest : scope] = true;
                return true;
            }
        }
        return false;
    }

    private long[]? SumBelow(int scope, long[]?[] rests)
    {
        long[]? sum = null;
        foreach (var child in People.Children[scope])
        {
            if (rests[child] is not { } rest)
                continue;
            sum ??= new long[rest.Length];
            for (var option = 0; option < rest.Length; option++)
                sum[option] += rest[option];
        }
        return sum;
    }

    /// <summary>-1: none is told.</summary>
    private int CheapestBelow(int scope)
    {
        var best = -1;
        foreach (var child in People.Children[scope])
        {
            var told = IsHidden[child] ? CheapestBelow(child) : People.CanHide(child) ? child : -1;
            if (told >= 0 && (best < 0 || People.CostOf(told) < People.CostOf(best)))
                best = told;
        }
        return best;
    }
}
