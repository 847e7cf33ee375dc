using Surveys.Statistics;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// Holds what a scope is about to show against what was counted, before anybody sees it: nothing of fewer people than the wave's smallest
/// cell, and no figure but those that were counted. It shares no code with <see cref="ReleaseRules"/>, so that a mistake there stops a
/// release instead of showing somebody.
/// </summary>
/// <remarks>Each cell on its own. Whether one can be computed from others is not looked at here.</remarks>
public static class ReleaseGate
{
    /// <summary>Mean scores are shown with one decimal.</summary>
    private const decimal HalfAStep = 0.05m;

    /// <returns>Which figures must not be shown as they are, in words without the figures; empty: it may be released.</returns>
    public static IReadOnlyList<string> Check(UnreleasedScope counted, ShownScope shown)
    {
        var problems = new List<string>();
        var counts = counted.Counts.Span;
        var topline = new ShownChild(shown.Scope, shown.Participation, shown.Headline, shown.Survey);
        CheckTopline("", counted.ToChild(), topline, counted.MinimumCell, problems);
        foreach (var topic in shown.Topics)
        {
            var rate = FavorableRates.OfTopic(counted.Layout, counts, TallyLayout.Everyone, topic.TopicId);
            CheckRate($"topic {topic.TopicId}", rate, topic.Rate, counted.Population, counted.MinimumCell, problems);
        }
        foreach (var item in shown.Items)
        {
            var index = counted.Layout.Survey.Items.Index().Single(entry => entry.Item.Id == item.ItemId).Index;
            var rate = FavorableRates.OfItem(counted.Layout, counts, TallyLayout.Everyone, index);
            CheckRate($"item {item.ItemId}", rate, item.Rate, counted.Population, counted.MinimumCell, problems);
            CheckMeanScore(item, MeanScore.Of(counted.Layout, counts, TallyLayout.Everyone, index), problems);
        }
        if (shown.Children.Count != counted.Children.Count)
            problems.Add("its children are not those that were counted");
        foreach (var (child, shownChild) in counted.Children.Zip(shown.Children))
        {
            if (child.Scope.Id != shownChild.Scope.Id)
                problems.Add($"child {shownChild.Scope.Id} stands where {child.Scope.Id} was counted");
            CheckTopline($"child {shownChild.Scope.Id}: ", child, shownChild, counted.MinimumCell, problems);
        }
        return problems;
    }

    private static void CheckTopline(string where, UnreleasedChild counted, ShownChild shown, int minimumCell, List<string> problems)
    {
        var (_, participation, headline, survey) = shown;
        if (participation.Responses is { } responses)
        {
            if (counted.Responses < minimumCell || counted.Population < minimumCell)
                problems.Add($"{where}participation is shown, of too few people");
            var isRate = participation.RatePercent is not { } percent
                || (counted.Population is > 0 and { } people && IsRounded(percent, counted.Responses, people));
            if (responses != counted.Responses || participation.Population != counted.Population || !isRate)
                problems.Add($"{where}participation is not what was counted");
        }
        else if (participation is not { Population: null, RatePercent: null, IsLow: false })
        {
            problems.Add($"{where}participation is hidden only in part");
        }
        if (headline is not null && counted.Headline is { } countedHeadline)
            CheckRate($"{where}headline", countedHeadline, headline, counted.Population, minimumCell, problems);
        else if (headline is { IsShown: true })
            problems.Add($"{where}headline is shown, and was not counted");
        CheckRate($"{where}survey", counted.Survey, survey, counted.Population, minimumCell, problems);
    }

    private static void CheckMeanScore(ShownItem item, decimal? counted, List<string> problems)
    {
        if (item.MeanScore is not { } shown)
            return;
        if (!item.Rate.IsShown)
            problems.Add($"item {item.ItemId} is hidden, and its mean score is not");
        else if (counted is not { } mean || Math.Abs(mean - shown) > HalfAStep)
            problems.Add($"the mean score of item {item.ItemId} is not what was counted");
    }

    private static void CheckRate(
        string where, RateCounts counted, ShownRate shown, long? population, int minimumCell, List<string> problems)
    {
        if (shown is not { N: { } n, Favorable: { } favorable, Neutral: { } neutral, Unfavorable: { } unfavorable, Low: { } low, High: { } high })
        {
            if (shown != ShownRate.Hidden)
                problems.Add($"{where} is hidden only in part");
            return;
        }
        if (counted.Respondents < minimumCell || population < minimumCell)
            problems.Add($"{where} is shown, of too few people");
        var classes = counted.Classes;
        var isCounted = n == classes.Valid
            && IsRounded(favorable, classes.Favorable, n) && IsRounded(neutral, classes.Neutral, n) && IsRounded(unfavorable, classes.Unfavorable, n)
            && low <= favorable && favorable <= high;
        if (!isCounted)
            problems.Add($"{where} is not what was counted");
    }

    /// <summary>A whole percentage is at most half a percent off.</summary>
    private static bool IsRounded(int percent, long count, long n) => Math.Abs((percent * n) - (100 * count)) * 2 <= n;
}
