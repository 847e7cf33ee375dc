using SurveyFunctions.Pages;

using Surveys.Definitions;

namespace SurveyFunctions.Results;

public sealed record StartView : PageView
{
    public required IReadOnlyList<StartWave> Waves { get; init; }

    public override string Title => Texts["start.title"];

    public string StateOf(StartWave wave)
    {
        var state = Texts[wave.IsOpen ? "wave.open" : "wave.closed"];
        return wave.IsDemo && !Frame.IsDemo ? $"{state} · {Texts["site.demo"]}" : state;
    }
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

    /// <summary>Its answers are made up; said here only if the page does not already say so of all it shows.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Forms of a few schools; empty while none can be answered.</summary>
    public IReadOnlyList<PageLink> Forms { get; init; } = [];

    /// <summary>Null: nothing was released yet.</summary>
    public string? DashboardHref { get; init; }

    public string AudienceKey => Audience switch
    {
        Audience.Family => "start.family",
        Audience.Staff => "start.staff",
        Audience.Member => "start.member",
        _ => throw new InvalidOperationException($"There is no audience {Audience}."),
    };
}
