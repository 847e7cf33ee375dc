using SurveyFunctions.Pages;

namespace SurveyFunctions.Results;

/// <summary>What the figures of a wave mean, in plain words: <c>docs/methods.md</c> has the definitions.</summary>
public sealed record AboutFiguresView : PageView
{
    /// <summary>Of a limit that stands in place of a figure.</summary>
    private const int ExamplePercent = 95;

    public required string WaveTitle { get; init; }

    /// <summary>The fewest people for whom a figure may be shown.</summary>
    public required int MinimumCell { get; init; }

    public required string DashboardHref { get; init; }

    public override PageText Title => $"{Texts["dashboard.notes"].Value} – {WaveTitle}";

    public IReadOnlyList<AboutSection> Sections
    {
        get
        {
            (string, PageText) number = ("number", Figures.Count(MinimumCell));
            (string, PageText) symbol = ("symbol", Figures.NotShown);
            (string, PageText) limit = ("limit", Texts.With("rate.at-least", ("percent", Figures.Percent(ExamplePercent))));
            return
            [
                new("favorable", Texts["about.favorable"], Texts["about.favorable-text"], Texts["about.topics-text"], Texts["about.weighted-text"]),
                new("interval", Texts["about.interval"], Texts["about.interval-text"]),
                new("groups", Texts["about.gap"], Texts["about.gap-text"]),
                new("response-rate", Texts["dashboard.response-rate"], Texts["about.rate-text"], Texts["about.rate-steps-text"]),
                new("missing", Texts["about.missing"], Texts.With("about.missing-text", number, symbol), Texts["about.share-text"]),
                new("limits", Texts["about.limits"], Texts.With("about.limits-text", limit)),
                new("steps", Texts["about.steps"], Texts.With("about.steps-text", number), Texts["about.settled-text"]),
                new("small", Texts["about.small"], Texts.With("about.small-text", number), Texts["about.late-text"]),
                new("nobody", Texts["about.nobody"], Texts["about.nobody-text"], Texts["about.operator-text"]),
                new("unprotected", Texts["about.unprotected"], Texts["about.unprotected-text"], Texts["about.flags-text"]),
            ];
        }
    }
}

/// <param name="Id">Of the element that holds the heading.</param>
public sealed record AboutSection(string Id, PageText Heading, params IReadOnlyList<PageText> Paragraphs);
