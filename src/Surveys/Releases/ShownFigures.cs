using Surveys.Definitions;
using Surveys.Statistics;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>The figures of one scope in the form they are shown in, as far as they may be.</summary>
/// <param name="layout">Of the wave.</param>
/// <param name="rules">Of the wave.</param>
/// <param name="measures">All of the survey.</param>
/// <param name="hasBands">Per measure, <see cref="Disclosures.HasBands"/>; null: no bands, as of collections.</param>
public sealed class ShownFigures(TallyLayout layout, CellRules rules, IReadOnlyList<Measure> measures, IReadOnlyList<bool>? hasBands)
{
    /// <summary>Figures of fewer answers are shown as of the nearest multiple of <see cref="Step"/>.</summary>
    private const int Exact = 100;

    private const int Step = 5;

    private readonly SurveyVersion _survey = layout.Survey;

    /// <param name="counts">Of the scope.</param>
    /// <param name="slice">Everyone, or the value of a group.</param>
    /// <param name="told">How much of each measure is.</param>
    /// <param name="people">How many could answer; null: unknown.</param>
    /// <param name="gaps">Of a group.</param>
    public ShownRate? Headline(
        ReadOnlySpan<long> counts, int slice, ReadOnlySpan<Disclosure> told, long? people, IReadOnlyDictionary<(int Slice, int Measure), ShownGap>? gaps = null)
    {
        for (var measure = 0; measure < measures.Count; measure++)
        {
            if (measures[measure].Kind is MeasureKind.Scale && _survey.Items[measures[measure].ItemIndex].IsHeadline)
                return Rate(measure, counts, slice, told[measure], people) with { Gap = gaps?.GetValueOrDefault((slice, measure)) };
        }
        return null;
    }

    /// <summary>Over all scale items: it follows from its parts, so that it is told where all of them are.</summary>
    /// <inheritdoc cref="Headline"/>
    public ShownRate Survey(ReadOnlySpan<long> counts, int slice, ReadOnlySpan<Disclosure> told, long? people)
    {
        var least = Disclosure.Classes;
        for (var measure = 0; measure < measures.Count; measure++)
        {
            if (measures[measure].IsPartOfAll && told[measure] < least)
                least = told[measure];
        }
        return Rate(FavorableRates.OfSurvey(layout, counts, slice), least, people);
    }

    /// <summary>
    /// How far the headline and each topic of every value of a group are from those of all others, where both follow from what is told: one view.
    /// </summary>
    /// <param name="counts">Of the scope.</param>
    /// <param name="group">Whose values.</param>
    /// <param name="toldOf">How much of each measure is told of a slice.</param>
    /// <returns>By slice and measure.</returns>
    public IReadOnlyDictionary<(int Slice, int Measure), ShownGap> Gaps(ReadOnlySpan<long> counts, GroupSlices group, Func<int, Disclosure[]> toldOf)
    {
        var pairs = new List<(RateEstimate Value, RateEstimate Others)>();
        var compared = new List<(int Slice, int Measure)>();
        var everyone = toldOf(TallyLayout.Everyone);
        for (var slice = group.First; slice <= group.NotStated; slice++)
        {
            var told = toldOf(slice);
            for (var measure = 0; measure < measures.Count; measure++)
            {
                if (!IsTopline(measures[measure]) || everyone[measure] is Disclosure.Hidden || told[measure] is Disclosure.Hidden)
                    continue;
                var own = CountsOf(measures[measure], counts, slice);
                if (Estimate(own) is not { } value || Estimate(CountsOf(measures[measure], counts, TallyLayout.Everyone).Minus(own)) is not { } others)
                    continue;
                pairs.Add((value, others));
                compared.Add((slice, measure));
            }
        }
        return compared.Zip(Gap.OfView(pairs)).ToDictionary(gap => gap.First, gap =>
        {
            var (difference, low, high, _) = gap.Second.Difference;
            return new ShownGap(Percent.Nearest(difference), Percent.Down(low), Percent.Up(high), gap.Second.IsCalled);
        });
    }

    private bool IsTopline(Measure measure) =>
        measure.Topic is not null || (measure.Kind is MeasureKind.Scale && _survey.Items[measure.ItemIndex].IsHeadline);

    /// <summary>Null: nobody answered, or it cannot be said how sure the rate is.</summary>
    private static RateEstimate? Estimate(RateCounts rate) =>
        rate.Sums is { } sums ? sums.FavorableRate(null) is { StandardError: > 0 } pooled ? pooled.Estimate : null
        : rate.Items == 1 ? rate.Estimate(null)
        : null;

    private RateCounts CountsOf(Measure measure, ReadOnlySpan<long> counts, int slice) =>
        measure.Kind is MeasureKind.Topic ? FavorableRates.OfTopic(layout, counts, slice, measure.Id)
        : measure.Kind is MeasureKind.Scale ? FavorableRates.OfItem(layout, counts, slice, measure.ItemIndex)
        : RateCounts.Of(ClassesOf(measure.CountsOf(layout, counts, slice)));

    /// <inheritdoc cref="Headline"/>
    public IReadOnlyList<ShownTopic> Topics(
        ReadOnlySpan<long> counts, int slice, ReadOnlySpan<Disclosure> told, long? people, IReadOnlyDictionary<(int Slice, int Measure), ShownGap>? gaps = null)
    {
        var shown = new List<ShownTopic>();
        foreach (var topic in _survey.Topics)
        {
            var rate = ShownRate.Hidden;
            for (var measure = 0; measure < measures.Count; measure++)
            {
                if (measures[measure].Topic == topic.Id)
                    rate = Rate(measure, counts, slice, told[measure], people) with { Gap = gaps?.GetValueOrDefault((slice, measure)) };
            }
            shown.Add(new ShownTopic(topic.Id, rate));
        }
        return shown;
    }

    /// <inheritdoc cref="Headline"/>
    public IReadOnlyList<ShownItem> Items(ReadOnlySpan<long> counts, int slice, ReadOnlySpan<Disclosure> told, long? people)
    {
        var shown = new List<ShownItem>();
        for (var measure = 0; measure < measures.Count; measure++)
        {
            if (measures[measure].Kind is not (MeasureKind.Topic or MeasureKind.Option))
                shown.Add(Item(measure, counts, slice, told, people));
        }
        return shown;
    }

    /// <summary>A number of people or answers as it is shown.</summary>
    public static int Rounded(long number) => checked((int)(number < Exact ? (number + (Step / 2)) / Step * Step : number));

    /// <summary>All classes of these counts.</summary>
    public static ShownRate Rate(MeasureCounts counts) => Rate(RateCounts.Of(ClassesOf(counts)), Disclosure.Classes, people: null);

    private ShownRate Rate(int index, ReadOnlySpan<long> counts, int slice, Disclosure told, long? people)
    {
        var measure = measures[index];
        if (told is Disclosure.Hidden)
        {
            // How many were asked a follow-up tells of the question before.
            var isFollowUp = measure.ItemIndex >= 0 && _survey.Items[measure.ItemIndex].ShowIf is not null;
            return hasBands?[index] is true && !isFollowUp && rules.BandOf(measure, measure.CountsOf(layout, counts, slice)) is { } band ? new ShownRate { Band = band } : ShownRate.Hidden;
        }
        return Rate(CountsOf(measure, counts, slice), told, people);
    }

    private static ClassCounts ClassesOf(MeasureCounts counts) => new(counts.Favorable, counts.Neutral, counts.Unfavorable);

    private static ShownRate Rate(RateCounts rate, Disclosure told, long? people)
    {
        if (told is Disclosure.Hidden)
            return ShownRate.Hidden;
        var (favorable, neutral, unfavorable) = rate.Classes;
        var n = rate.Classes.Valid;
        var interval = rate.Sums is { } sums && sums.FavorableRate(people) is { StandardError: 0 } ? null : rate.Interval(people);
        return new ShownRate
        {
            N = Rounded(n),
            Favorable = Percent.Whole(favorable, n),
            Neutral = told >= Disclosure.Classes ? Percent.Whole(neutral, n) : null,
            Unfavorable = told >= Disclosure.Classes ? Percent.Whole(unfavorable, n) : null,
            Low = interval is { } low ? Percent.Down(low.Low) : null,
            High = interval is { } high ? Percent.Up(high.High) : null,
        };
    }

    private ShownItem Item(int measure, ReadOnlySpan<long> counts, int slice, ReadOnlySpan<Disclosure> told, long? people)
    {
        var (kind, index) = (measures[measure].Kind, measures[measure].ItemIndex);
        var item = _survey.Items[index];
        if (kind is MeasureKind.Scale or MeasureKind.Number)
        {
            var isWhole = told[measure] is Disclosure.Distribution;
            return new ShownItem(
                item.Id,
                Rate(measure, counts, slice, told[measure], people),
                isWhole && MeanScore.Of(layout, counts, slice, index) is { } mean ? Math.Round(mean, 1, MidpointRounding.AwayFromZero) : null)
            {
                Answers = isWhole ? Answers(measures[measure], counts, slice) : null,
            };
        }
        var answered = measures[measure].CountsOf(layout, counts, slice).People;
        var rate = told[measure] is Disclosure.Hidden ? ShownRate.Hidden : new ShownRate { N = Rounded(answered) };
        if (kind is MeasureKind.SingleChoice)
            return new ShownItem(item.Id, rate, null) { Answers = told[measure] is Disclosure.Distribution ? Answers(measures[measure], counts, slice) : null };
        var shares = new OrderedDictionary<string, int?>();
        for (var option = 0; option < item.Options.Count; option++)
        {
            var chosen = counts[layout.OptionCell(slice, index, option)];
            shares.Add(item.Options[option].Id, told[measure + 1 + option] is Disclosure.Hidden ? null : Percent.Whole(chosen, answered));
        }
        return new ShownItem(item.Id, rate, null) { Answers = told[measure] is Disclosure.Hidden ? null : shares };
    }

    private OrderedDictionary<string, int?> Answers(Measure measure, ReadOnlySpan<long> counts, int slice)
    {
        var item = _survey.Items[measure.ItemIndex];
        var names = item.Kind is ItemKind.Number ? Enumerable.Range(0, Definitions.Item.HighestNumber + 1).Select(number => $"{number}")
            : item.Options.Where(option => item.Kind is not ItemKind.Scale || option.Class is not OptionClass.Excluded).Select(option => option.Id);
        var options = measure.OptionsOf(layout, counts, slice);
        var people = options.Sum();
        var shares = new OrderedDictionary<string, int?>();
        foreach (var (name, count) in names.Zip(options))
            shares.Add(name, Percent.Whole(count, people));
        return shares;
    }
}
