using System.Globalization;

using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tallies;

namespace Replay;

/// <summary>
/// What the last release of a wave shows, figure by figure, against the exact counts, with arithmetic of its own; and how much of what each cell
/// alone would allow it shows.
/// </summary>
internal sealed class ReleaseComparison
{
    private readonly TallyLayout _layout;
    private readonly CellRules _rules;
    private readonly IReadOnlyList<Measure> _measures;

    private ReleaseComparison(Wave wave)
    {
        _layout = wave.Layout;
        _rules = new CellRules(wave.Definition.MinimumCell);
        _measures = Measure.AllOf(wave.Layout);
    }

    /// <summary>Every figure shown, and every one that must not be.</summary>
    public FigureComparison Figures { get; } = new();

    /// <summary>School by question.</summary>
    public ToldCells Questions { get; } = new();

    /// <summary>School by topic, those of one question apart.</summary>
    public ToldCells Topics { get; } = new();

    /// <summary>Of schools.</summary>
    public ToldCells Headlines { get; } = new();

    /// <param name="wave">Settled.</param>
    /// <param name="shown">What the release shows of the root and of every school.</param>
    /// <param name="tallies">By school; a school nobody answered for may be missing.</param>
    public static ReleaseComparison Of(Wave wave, IReadOnlyDictionary<ScopeId, ShownScope> shown, IReadOnlyDictionary<SchoolId, SchoolTally> tallies)
    {
        var comparison = new ReleaseComparison(wave);
        var (root, all) = (shown[wave.Root], new long[wave.Layout.CellCount]);
        var isAll = root.Children.Any(child => child.Scope.Part is ScopePart.Late);
        foreach (var child in root.Children.Where(child => child.Scope.Part is ScopePart.None))
        {
            var page = shown[child.Scope.Id];
            comparison.Add(
                child.Scope.Id, "", "in the list", (page.Participation, page.Headline, page.Survey), (child.Participation, child.Headline, child.Survey));
            var counts = new long[all.Length];
            tallies.GetValueOrDefault(new SchoolId(child.Scope.Id.Value))?.AddNetTo(counts);
            for (var cell = 0; cell < all.Length && (isAll || page.Participation.Responses is not null); cell++)
                all[cell] += counts[cell];
            comparison.Compare(page, counts, isSchool: true);
        }
        comparison.Compare(root, all, isSchool: false);
        return comparison;
    }

    private void Compare(ShownScope page, long[] counts, bool isSchool)
    {
        var scope = page.Scope.Id;
        var responses = counts[_layout.ResponsesCell(TallyLayout.Everyone)];
        Add(scope, "", "responses", responses < _rules.MinimumCell ? null : responses, page.Participation.Responses);
        foreach (var measure in _measures)
        {
            var exact = measure.CountsOf(_layout, counts, TallyLayout.Everyone);
            if (measure.Kind is MeasureKind.Topic)
            {
                Compare(scope, measure, exact, page.Topics.Single(topic => topic.TopicId == measure.Id).Rate, isSchool ? Topics : null);
                continue;
            }
            var item = _layout.Survey.Items[measure.ItemIndex];
            var shown = page.Items.Single(shown => shown.ItemId == measure.Id);
            Compare(scope, measure, exact, shown.Rate, !isSchool ? null : item.IsHeadline ? Headlines : Questions);
            if (item.IsHeadline)
                Add(scope, measure.Id, "headline", shown.Rate, page.Headline);
            else if (measure.Whole < 0)
                Add(scope, measure.Id, "topic", shown.Rate, page.Topics.Single(topic => topic.TopicId == item.TopicId).Rate);
            if (shown.Answers is not null)
                CompareAnswers(scope, shown, measure.OptionsOf(_layout, counts, TallyLayout.Everyone), item.IsReversed);
        }
        if (page.Survey.IsShown)
        {
            var all = _measures.Where(measure => measure.Whole < 0).Select(measure => measure.CountsOf(_layout, counts, TallyLayout.Everyone));
            CompareRate(scope, "", all.Aggregate((sum, next) => sum.Plus(next)), page.Survey);
        }
    }

    private void Compare(ScopeId scope, Measure measure, MeasureCounts exact, ShownRate shown, ToldCells? told)
    {
        var alone = _rules.Of(measure, exact);
        told?.Add(alone, shown);
        if (shown.Band is { } band)
        {
            var isTrue = exact.People >= _rules.MinimumCell
                && (band.IsAtLeast ? 100 * exact.Favorable >= band.Percent * exact.Valid : 100 * exact.Favorable <= band.Percent * exact.Valid);
            Add(scope, measure.Id, "band", true, isTrue);
            Add(scope, measure.Id, "beside the band", new ShownRate { Band = band }, shown);
        }
        else if (shown.IsShown)
        {
            Add(scope, measure.Id, "told", true, alone >= (shown.Unfavorable is null ? Disclosure.Share : Disclosure.Classes));
            CompareRate(scope, measure.Id, exact, shown);
            if (measure.Kind is MeasureKind.Scale)
                CompareInterval(scope, measure.Id, exact, shown);
        }
        else
        {
            Add(scope, measure.Id, "hidden", ShownRate.Hidden, shown);
        }
    }

    private void CompareRate(ScopeId scope, string question, MeasureCounts exact, ShownRate shown)
    {
        var n = exact.Valid;
        Add(scope, question, "n", n < 100 ? (n + 2) / 5 * 5 : n, shown.N);
        Add(scope, question, "favorable", WholePercent(exact.Favorable, n), shown.Favorable);
        if (shown.Unfavorable is not null)
        {
            Add(scope, question, "neutral", WholePercent(exact.Neutral, n), shown.Neutral);
            Add(scope, question, "unfavorable", WholePercent(exact.Unfavorable, n), shown.Unfavorable);
        }
        if (shown is { Low: { } low, High: { } high })
            Add(scope, question, "interval", true, low * n <= 100 * exact.Favorable && 100 * exact.Favorable <= high * n);
    }

    /// <summary>Wilson's, 95%, of people who are not known to be all who could answer, rounded outward.</summary>
    private void CompareInterval(ScopeId scope, string question, MeasureCounts exact, ShownRate shown)
    {
        const double z = 1.959963984540054;
        double n = exact.Valid;
        var (share, weight) = (exact.Favorable / n, z * z / n);
        var middle = (share + (weight / 2)) / (1 + weight);
        var half = z * Math.Sqrt((share * (1 - share) / n) + (weight / (4 * n))) / (1 + weight);
        Add(scope, question, "low", (int)Math.Floor(100 * (middle - half)), shown.Low);
        Add(scope, question, "high", (int)Math.Ceiling(100 * (middle + half)), shown.High);
    }

    private void CompareAnswers(ScopeId scope, ShownItem shown, long[] options, bool isReversed)
    {
        var all = options.Sum();
        Add(scope, shown.ItemId, "all answers", true, options.All(count => count == 0 || (count >= 3 && all - count >= 3)) && all >= _rules.MinimumCell);
        foreach (var (option, percent) in shown.Answers!.Values.Index())
            Add(scope, shown.ItemId, $"pct{option + 1}", WholePercent(options[option], all), percent);
        // Options are worth 10, 20/3, 10/3 and 0, or the other way round: in thirds of ten.
        var thirds = options.Index().Sum(entry => entry.Item * (isReversed ? entry.Index : PublishedRow.RatedOptions - 1 - entry.Index));
        Add(scope, shown.ItemId, "score", Text(Math.Round(10m * thirds / (3 * all), 1, MidpointRounding.AwayFromZero)), Text(shown.MeanScore));
    }

    /// <summary>Half away from zero.</summary>
    private static long WholePercent(long part, long all) => ((200 * part) + all) / (2 * all);

    private static string? Text(decimal? score) => score?.ToString("0.0", CultureInfo.InvariantCulture);

    private void Add(ScopeId scope, string question, string figure, object? exact, object? shown)
    {
        var (expected, found) = (exact?.ToString() ?? "none", shown?.ToString() ?? "none");
        Figures.Add(expected == found, () => new Difference(new SchoolId(scope.Value), question, figure, expected, found));
    }
}
