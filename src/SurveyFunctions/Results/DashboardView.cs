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

    public required string JsonHref { get; init; }

    public required string CsvHref { get; init; }

    public override PageText Title => $"{Results.Scope.Name} – {WaveTitle}";

    public PageText AsOf => Texts.With("dashboard.as-of", ("time", Figures.Time(Texts, Results.AsOf, TimeZone)));

    public string MachineTime => Results.AsOf.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>The overall item where the survey has one, else all scale items together.</summary>
    public ShownRate Topline => Survey.Headline is null ? Results.Survey : Results.Headline ?? ShownRate.Hidden;

    public PageText ToplineHeading => Survey.Headline is null ? Texts["dashboard.all-questions"] : TextOf(Survey.Headline.Text);

    /// <summary>How many responded; null: it may not be shown.</summary>
    public PageText? ResponseCount => Results.Participation switch
    {
        { Responses: null } => null,
        { Responses: { } responses, Population: { } population } => Texts.With(
            responses > population ? "dashboard.responses-over" : "dashboard.responses-of", ("responses", Figures.Count(responses)), ("population", Figures.Count(population))),
        { Responses: { } responses } => Texts.With("dashboard.responses-only", ("responses", Figures.Count(responses))),
    };

    public string TextOf(LocalizedText text) => text.In(Frame.Language);

    public IEnumerable<(string Kind, FigureView Figure)> Shares(ShownRate rate) =>
        RateBarView.Kinds.Zip([Share(rate.Favorable), Share(rate.Neutral), Share(rate.Unfavorable)]);

    public FigureView Share(int? percent) => new(Texts, percent is { } shown ? (PageText)Figures.Percent(shown) : null);

    public FigureView Count(int? number) => new(Texts, number is { } shown ? (PageText)Figures.Count(shown) : null);

    public FigureView ResponseRate(ShownParticipation participation) =>
        participation is { Responses: not null, RatePercent: null }
            ? new FigureView(Texts, Texts["dashboard.unknown"])
            : Share(participation.Responses is null ? null : participation.RatePercent);
}
