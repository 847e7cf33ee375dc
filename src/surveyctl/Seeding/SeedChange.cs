using Surveyctl.Importing;

namespace Surveyctl.Seeding;

internal enum SeedChangeType
{
    /// <summary>Nothing of this id is stored.</summary>
    Added,

    /// <summary>It is stored with other content.</summary>
    Changed,

    /// <summary>The command line names it as to be removed.</summary>
    Removed,

    /// <summary>It is stored and not in the folder, and stays.</summary>
    Stays,

    /// <summary>It is stored with other content, which a wave has pinned.</summary>
    Pinned,
}

/// <summary>One thing that differs between a seeds folder and what is stored.</summary>
/// <param name="Type">How.</param>
/// <param name="Subject">Its kind and id.</param>
/// <param name="Detail">What of it, or what to do; null: there is nothing to add.</param>
/// <param name="NeedsReplace">It changes what is there: it is loaded only if that was asked for.</param>
internal sealed record SeedChange(SeedChangeType Type, string Subject, string? Detail = null, bool NeedsReplace = false)
{
    public string TypeName => Type.ToString().ToLowerInvariant();

    public override string ToString() => $"{TypeName,-8} {Subject}{(Detail is null ? "" : $" ({Detail})")}";
}

/// <summary>What loading a tenant's folder does to what is stored.</summary>
internal sealed record TenantChanges
{
    /// <summary>The folder.</summary>
    public required SeedTenant Tenant { get; init; }

    /// <summary>In the order of the folder.</summary>
    public required IReadOnlyList<SeedChange> Changes { get; init; }

    /// <summary>Name and time zone, if they are to be stored; null: they stay.</summary>
    public TenantDefinition? Definition { get; init; }

    /// <summary>All of them, if any changes; null: they stay.</summary>
    public OrganisationFiles? Organisations { get; init; }

    /// <summary>What <see cref="Organisations"/> were held against; null: the tenant is new.</summary>
    public LoadedOrganisations? OrganisationsStored { get; init; }

    /// <summary>New and changed ones, as everything below.</summary>
    public IReadOnlyList<Stored<LanguageDefinition>> Languages { get; init; } = [];

    public IReadOnlyList<Stored<SurveyVersion>> Surveys { get; init; } = [];

    public IReadOnlyList<Stored<WaveDefinition>> Waves { get; init; } = [];

    /// <summary>The waves that are as the folder has them, with their surveys, once all of this is stored.</summary>
    public required IReadOnlyList<SeedWave> Loaded { get; init; }
}
