using SurveyFunctions.Pages;

using Surveys.Definitions;

namespace SurveyFunctions.Results;

public sealed record StartView : PageView
{
    public required IReadOnlyList<StartWave> Waves { get; init; }

    public override PageText Title => Texts["start.title"];
}

/// <summary>A wave on the start page.</summary>
public sealed record StartWave
{
    /// <summary>In the page's language if the wave has it.</summary>
    public required string Title { get; init; }

    /// <summary>Whose survey it is: the tenant's name.</summary>
    public required string Organisation { get; init; }

    public required Audience Audience { get; init; }

    /// <summary>It takes answers now.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Forms of a few schools; empty while none can be answered.</summary>
    public IReadOnlyList<PageLink> Forms { get; init; } = [];

    /// <summary>Null: nothing was released yet.</summary>
    public string? DashboardHref { get; init; }
}

/// <summary>A wave with the texts of the page that it is on.</summary>
public sealed record WaveCardView(PageTexts Texts, StartWave Wave);
