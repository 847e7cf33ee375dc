using System.Globalization;

using Surveys.Ids;
using Surveys.Statistics;
using Surveys.Tallies;

namespace Replay;

/// <summary>What was published about a group, figure by figure, against the tallies of its wave.</summary>
internal sealed class GroupComparison
{
    private readonly TallyLayout _layout;
    private readonly PublishedGroup _group;

    private GroupComparison(TallyLayout layout, PublishedGroup group)
    {
        _layout = layout;
        _group = group;
    }

    /// <summary>Answers per option, favorable and valid answers, and responses per school.</summary>
    public FigureComparison Counts { get; } = new();

    /// <summary>Whole percents of all answers, "don't know" among them.</summary>
    public FigureComparison Percents { get; } = new();

    /// <summary>Mean scores, 0 to 10 with one decimal.</summary>
    public FigureComparison Scores { get; } = new();

    public bool IsRight => Counts.Differences.Count + Percents.Differences.Count + Scores.Differences.Count == 0;

    /// <param name="layout">Of the wave.</param>
    /// <param name="group">What was published.</param>
    /// <param name="schools">All schools of the wave, those that the group has no answers of as well.</param>
    /// <param name="tallies">By school; a school nobody answered for may be missing.</param>
    public static GroupComparison Of(
        TallyLayout layout, PublishedGroup group, IEnumerable<SchoolId> schools, IReadOnlyDictionary<SchoolId, SchoolTally> tallies)
    {
        var comparison = new GroupComparison(layout, group);
        foreach (var school in schools)
        {
            var counts = new long[layout.CellCount];
            tallies.GetValueOrDefault(school)?.AddNetTo(counts);
            comparison.Compare(school, counts);
        }
        return comparison;
    }

    private void Compare(SchoolId school, long[] counts)
    {
        Count("", "responses", _group.RespondentsOf(school), counts[_layout.ResponsesCell(TallyLayout.Everyone)]);
        for (var item = 0; item < _layout.Survey.Items.Count; item++)
        {
            var question = _layout.Survey.Items[item].Id;
            var row = _group.Find(school, question);
            long[] found =
                [.. _layout.Survey.Items[item].Options.Select((_, option) => counts[_layout.OptionCell(TallyLayout.Everyone, item, option)])];
            for (var option = 0; option < found.Length; option++)
                Count(question, $"n{option + 1}", row?.Counts[option] ?? 0, found[option]);
            var classes = FavorableRates.OfItem(_layout, counts, TallyLayout.Everyone, item).Classes;
            Count(question, "favorable", row?.Favorable ?? 0, classes.Favorable);
            Count(question, "valid", row?.Valid ?? 0, classes.Valid);
            if (row is null)
                continue;
            for (var option = 0; option < found.Length; option++)
            {
                if (row.Percents[option] is { } percent)
                    Percent(question, $"pct{option + 1}", percent, found[option], found.Sum());
            }
            if (row.Score is { } score)
                Score(question, score, MeanScore.Of(_layout, counts, TallyLayout.Everyone, item));
        }

        void Count(string question, string figure, long published, long found) =>
            Counts.Add(published == found, () => new Difference(school, question, figure, $"{published}", $"{found}"));

        void Percent(string question, string figure, int published, long part, long all)
        {
            int? found = all == 0 ? null : Surveys.Statistics.Percent.Whole(part, all);
            // Of n answers the share is k and a half percent where 200 × part ÷ n is an odd whole number.
            var isHalf = found is not null && part * 200 % all == 0 && part * 200 / all % 2 == 1;
            Percents.Add(
                found == published,
                () => new Difference(school, question, figure, $"{published}", found is null ? "none" : $"{found} ({part} of {all})"),
                isHalf && published == found - 1);
        }

        void Score(string question, decimal published, decimal? exact)
        {
            decimal? found = exact is { } mean ? Math.Round(mean, 1, MidpointRounding.AwayFromZero) : null;
            var isHalf = exact * 20 is { } twentieths && decimal.IsInteger(twentieths) && twentieths % 2 == 1;
            Scores.Add(
                found == published,
                () => new Difference(
                    school, question, "published_score", Text(published), found is null ? "none" : $"{Text(found.Value)} ({exact:0.####})"),
                isHalf && published == found - 0.1m);
        }
    }

    private static string Text(decimal score) => score.ToString("0.0", CultureInfo.InvariantCulture);
}
