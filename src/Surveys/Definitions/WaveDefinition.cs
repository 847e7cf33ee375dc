using Surveys.Ids;

namespace Surveys.Definitions;

/// <summary>One opening of a survey as an operator declares it, before it pins anything.</summary>
public sealed record WaveDefinition
{
    /// <summary>The least answers a shown cell has; a wave may demand more.</summary>
    public const int LeastMinimumCell = 10;

    /// <summary>The least pace that a wave may set: so many come within an hour everywhere.</summary>
    public const int LeastPace = 10;

    public required WaveId Id { get; init; }

    /// <summary>In one language or more, the survey's default among them; use <see cref="TitleIn"/>.</summary>
    public required LocalizedText Title { get; init; }

    public required SurveyId Survey { get; init; }

    public required int Version { get; init; }

    /// <summary>One of the survey's; null: it has only one.</summary>
    public Audience? Audience { get; init; }

    public required Population Population { get; init; }

    /// <summary>Only nodes of this scope answer; null: the whole tree.</summary>
    public ScopeId? Under { get; init; }

    /// <summary>Cells with fewer valid answers are hidden; at least <see cref="LeastMinimumCell"/>.</summary>
    public int MinimumCell { get; init; } = LeastMinimumCell;

    /// <summary>
    /// So many could answer at the least of every school whose population is not known, as the wave declares; null: nobody knows, and their
    /// figures stay hidden.
    /// </summary>
    public int? PopulationAtLeast { get; init; }

    /// <summary>In figures of several schools each counts by how many could answer there; else by how many did.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>
    /// So many responses about one school within an hour are still taken for people's; null: as <see cref="Releases.FlagRule.PaceOf"/> has it.
    /// </summary>
    public int? Pace { get; init; }

    /// <summary>From when on it takes answers, by the clocks of its tenant; null: as soon as it is opened. It can be changed until then.</summary>
    public LocalTime? OpensAt { get; init; }

    /// <summary>Until when; null: until somebody closes it.</summary>
    public LocalTime? ClosesAt { get; init; }

    /// <summary>Anybody reads its results; else people of its tenant who sign in.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Every page labels its figures as demo data.</summary>
    public bool IsDemo { get; init; }

    /// <summary>It is for trying out: every page says that its answers are deleted.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Its answers are made up: of a demo, or in a rehearsal.</summary>
    public bool IsMadeUp => IsDemo || IsRehearsal;

    /// <summary>The title in this language, else the first one given.</summary>
    public string TitleIn(string language) =>
        Title.Texts.TryGetValue(language, out var title) ? title : Title.Texts.Values.First();
}

/// <summary>Whom a wave counts as the population: the denominator of its response rate.</summary>
public enum Population
{
    /// <summary>Unknown, and so is the response rate.</summary>
    None,

    /// <summary>Students enrolled.</summary>
    Students,

    /// <summary>Households with an enrolled student.</summary>
    Households,

    /// <summary>Staff employed.</summary>
    Staff,
}
