using Surveys.Definitions;
using Surveys.Statistics;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// The one place that decides what of the counts is shown. The rule: a cell that fewer people answered than the wave's
/// smallest cell is hidden, and so is everything of a group known to have fewer people. A scope's figures come out the same on
/// its own page and as a child on its parent's.
/// </summary>
/// <remarks>
/// A cell is decided on its own here, which does not keep it from being computed out of others (a total and all parts but
/// one). Hiding such cells as well would need everything linked in a wave at hand, the toplines of the whole tree, in a
/// step before this one; there is none.
/// </remarks>
public static class ReleaseRules
{
    /// <exception cref="ArgumentException">The counts are not of the layout.</exception>
    public static ShownScope Apply(UnreleasedScope scope)
    {
        var layout = scope.Layout;
        if (scope.Counts.Length != layout.CellCount)
            throw new ArgumentException($"There are {scope.Counts.Length} counts, the layout has {layout.CellCount} cells.", nameof(scope));
        var survey = layout.Survey;
        var scales = Enumerable.Range(0, survey.Items.Count).Where(i => survey.Items[i].Kind is ItemKind.Scale);
        var topline = Show(scope.ToChild(), survey.Audience, scope.MinimumCell);
        return new ShownScope
        {
            Scope = scope.Scope,
            Parents = scope.Parents,
            ReleaseId = scope.ReleaseId,
            AsOf = scope.AsOf,
            Participation = topline.Participation,
            Headline = topline.Headline,
            Survey = topline.Survey,
            Topics =
            [
                .. survey.Topics.Select(topic => new ShownTopic(
                    topic.Id,
                    Show(FavorableRates.OfTopic(layout, scope.Counts.Span, TallyLayout.Everyone, topic.Id), scope.Population, scope.MinimumCell))),
            ],
            Items = [.. scales.Select(i => ShowItem(scope, i))],
            Children = [.. scope.Children.Select(child => Show(child, survey.Audience, scope.MinimumCell))],
        };
    }

    private static ShownChild Show(UnreleasedChild child, Audience audience, int minimumCell) =>
        new(
            child.Scope,
            ShowParticipation(child.Responses, child.Population, audience, minimumCell),
            child.Headline is { } headline ? Show(headline, child.Population, minimumCell) : null,
            Show(child.Survey, child.Population, minimumCell));

    private static ShownParticipation ShowParticipation(long responses, long? population, Audience audience, int minimumCell)
    {
        if (IsHidden(responses, population, minimumCell))
            return ShownParticipation.Hidden;
        var rate = ResponseRate.Of(responses, population, audience);
        return new ShownParticipation(checked((int)responses), checked((int?)population), rate?.WholePercent, rate?.IsLow ?? false);
    }

    private static ShownItem ShowItem(UnreleasedScope scope, int itemIndex)
    {
        var counts = scope.Counts.Span;
        var rate = Show(FavorableRates.OfItem(scope.Layout, counts, TallyLayout.Everyone, itemIndex), scope.Population, scope.MinimumCell);
        var score = rate.IsShown ? MeanScore.Of(scope.Layout, counts, TallyLayout.Everyone, itemIndex) : null;
        return new ShownItem(
            scope.Layout.Survey.Items[itemIndex].Id,
            rate,
            score is { } exact ? Math.Round(exact, 1, MidpointRounding.AwayFromZero) : null);
    }

    private static ShownRate Show(RateCounts rate, long? population, int minimumCell)
    {
        if (IsHidden(rate.Respondents, population, minimumCell))
            return ShownRate.Hidden;
        var (favorable, neutral, unfavorable) = rate.Classes;
        var n = rate.Classes.Valid;
        var interval = rate.Interval(population)!.Value;
        return new ShownRate
        {
            N = checked((int)n),
            Favorable = Percent.Whole(favorable, n),
            Neutral = Percent.Whole(neutral, n),
            Unfavorable = Percent.Whole(unfavorable, n),
            Low = Percent.Down(interval.Low),
            High = Percent.Up(interval.High),
        };
    }

    /// <summary>Nobody is fewer than any smallest cell, so what is shown always has a rate.</summary>
    private static bool IsHidden(long people, long? population, int minimumCell) =>
        people < Math.Max(minimumCell, 1) || population < minimumCell;
}
