using SurveyFunctions.Pages;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Releases;

namespace SurveyFunctions.Results;

/// <summary>One scope's results in one release.</summary>
public sealed record DashboardView : PageView
{
    public required SurveyVersion Survey { get; init; }

    public required string WaveTitle { get; init; }

    /// <summary>The wave still takes answers, so that the figures are preliminary.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>All the page knows of any figure.</summary>
    public required ShownScope Results { get; init; }

    /// <summary>The tenant's, for the as-of time.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>The fewest answers for which a figure may be shown, for the explanation.</summary>
    public required int MinimumCell { get; init; }

    /// <summary>The address of another scope's dashboard, in the page's language.</summary>
    public required Func<ScopeId, string> HrefOf { get; init; }

    /// <summary>Of the page that says how figures are made.</summary>
    public required string AboutHref { get; init; }

    public required string JsonHref { get; init; }

    public required string CsvHref { get; init; }

    public override PageText Title => $"{NameOf(Results.Scope)} – {WaveTitle}";

    public PageText AsOf => Texts.With("dashboard.as-of", ("time", Figures.Time(Texts, Results.AsOf, TimeZone)));

    public string MachineTime => Results.AsOf.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>The overall item where the survey has one, else all scale items together.</summary>
    public ShownRate Topline => Survey.Headline is null ? Results.Survey : Results.Headline ?? ShownRate.Hidden;

    public PageText ToplineHeading => Survey.Headline is null ? Texts["dashboard.all-questions"] : TextOf(Survey.Headline.Text);

    /// <summary>There is nothing to be told but that.</summary>
    public bool IsEmpty => !HasFigure(Topline) && !HasFigure(Results.Survey)
        && Results.Topics.All(topic => !HasFigure(topic.Rate)) && Results.Items.All(item => !HasFigure(item.Rate) && item.Rate.N is null);

    /// <summary>How many responded; null: it may not be shown.</summary>
    public PageText? ResponseCount => Results.Participation switch
    {
        { Responses: null } => null,
        { IsAtLeast: true, Responses: 0 } => Texts.With("dashboard.few", ("number", Figures.Count((int)ShownParticipation.StepOf(Results.Participation.Population, MinimumCell)))),
        { IsAtLeast: true, Responses: { } responses, Population: { } population } => Texts.With(
            "dashboard.at-least-of", ("responses", Figures.Count(responses)), ("population", Figures.Count(population))),
        { IsAtLeast: true, Responses: { } responses } => Texts.With("dashboard.at-least", ("responses", Figures.Count(responses))),
        { Responses: { } responses, Population: { } population } => Texts.With(
            responses > population ? "dashboard.responses-over" : "dashboard.responses-of", ("responses", Figures.Count(responses)), ("population", Figures.Count(population))),
        { Responses: { } responses } => Texts.With("dashboard.responses-only", ("responses", Figures.Count(responses))),
    };

    /// <summary>The headline when all its classes were told last; null: they are told now, or never were.</summary>
    public PageText? Earlier => Results.EarlierHeadline is not { } earlier ? null : Texts.With(
        "dashboard.earlier",
        ("number", Figures.Count(earlier.Rate.N!.Value)),
        ("time", Figures.Time(Texts, earlier.AsOf, TimeZone)),
        ("favorable", Figures.Share(earlier.Rate.Favorable)),
        ("neutral", Figures.Share(earlier.Rate.Neutral)),
        ("unfavorable", Figures.Share(earlier.Rate.Unfavorable)));

    public Item ItemOf(string id) => Survey.Items.First(item => item.Id == id);

    /// <summary>It is in no table of a topic, and not above them all.</summary>
    public bool IsOther(ShownItem item) => Survey.Items.Any(one => one.Id == item.ItemId && one is { TopicId: null, IsHeadline: false });

    public string TextOf(LocalizedText text) => text.In(Frame.Language);

    public IEnumerable<(string Kind, FigureView Figure)> Shares(ShownRate rate) =>
        RateBarView.Kinds.Zip([Favorable(rate), Share(rate.Neutral), Share(rate.Unfavorable)]);

    /// <summary>The share, or the band that stands for it.</summary>
    public FigureView Favorable(ShownRate rate) => rate.Band is { } band
        ? new FigureView(Texts, Texts.With(band.IsAtLeast ? "rate.at-least" : "rate.at-most", ("percent", Figures.Percent(band.Percent))))
        : rate is { Favorable: { } favorable, IsWeighted: false } && Results.Weighting is { IsByEnrolment: true }
        ? new FigureView(Texts, $"{Figures.Percent(favorable)} ({Texts["rate.as-answered"].Value})")
        : Share(rate.Favorable);

    /// <summary>How the headline of a group differs from that of all others, if it is clear enough to be called a gap.</summary>
    public FigureView GapOf(ShownRate headline) => new(Texts, headline.Gap switch
    {
        null => null,
        { IsCalled: false } => Texts["dashboard.no-gap"],
        var gap => Texts.With("dashboard.gap-points", ("points", Signed(gap.Points)), ("low", Signed(gap.Low)), ("high", Signed(gap.High))),
    });

    /// <summary>The share of a group, with how it differs from that of all others if it is clear.</summary>
    public FigureView WithGap(ShownRate rate) => rate is { Favorable: { } favorable, Gap: { IsCalled: true } gap }
        ? new FigureView(Texts, $"{Figures.Percent(favorable)} ({Signed(gap.Points)})")
        : Favorable(rate);

    /// <summary>A scope's own name, or what it is a part of.</summary>
    public PageText NameOf(ScopeLink scope) => scope.Part switch
    {
        ScopePart.SmallSchools => Texts.With("part.small-schools", ("number", Figures.Count(scope.Schools))),
        ScopePart.Late => Texts["part.late"],
        ScopePart.Itself => Texts["part.itself"],
        _ => scope.Name,
    };

    public FigureView Share(int? percent) => new(Texts, percent is { } shown ? (PageText)Figures.Percent(shown) : null);

    public FigureView Count(int? number) => new(Texts, number is { } shown ? (PageText)Figures.Count(shown) : null);

    /// <summary>How many responded, in a cell of a table.</summary>
    public FigureView Responses(ShownParticipation participation) => participation switch
    {
        { IsAtLeast: true, Responses: 0 } => new FigureView(Texts, LeftToRight($"<{Figures.Count((int)ShownParticipation.StepOf(participation.Population, MinimumCell))}")),
        { IsAtLeast: true, Responses: { } responses } => new FigureView(Texts, LeftToRight($"{Figures.Count(responses)}+")),
        _ => Count(participation.Responses),
    };

    public FigureView ResponseRate(ShownParticipation participation) =>
        participation is { Responses: not null, RatePercent: null }
            ? new FigureView(Texts, Texts["dashboard.unknown"])
            : participation is { IsAtLeast: true, Responses: 0, Population: > 0 and { } people }
            ? new FigureView(Texts, LeftToRight($"<{Figures.Percent(Math.Min(100, (int)((100 * ShownParticipation.StepOf(people, MinimumCell) + people - 1) / people)))}"))
            : participation is { IsAtLeast: true, RatePercent: { } percent }
            ? new FigureView(Texts, LeftToRight($"{Figures.Percent(percent)}+"))
            : Share(participation.Responses is null ? null : participation.RatePercent);

    private string Signed(int points) => LeftToRight($"{points:+0;−0;0}");

    /// <summary>Signs stay on their side of the number in a text from right to left.</summary>
    private string LeftToRight(string figure) => Texts.IsRightToLeft ? $"\u2066{figure}\u2069" : figure;

    private static bool HasFigure(ShownRate rate) => rate.IsShown || rate.Band is not null;
}
