using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Releases;

namespace SurveyFunctions.Pages;

/// <summary>One scope's results in one release.</summary>
public sealed record DashboardView
{
    public required PageFrame Frame { get; init; }

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

    /// <summary>The survey's language nearest to the page's: not every survey is in every language that pages have.</summary>
    internal string SurveyLanguage =>
        Survey.Languages.Contains(Frame.Language) ? Frame.Language : Survey.Languages[0];
}
