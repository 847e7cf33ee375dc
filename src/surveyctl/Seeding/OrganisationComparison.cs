using Surveyctl.Importing;

using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Seeding;

/// <summary>The organisations of a folder held against those that are stored.</summary>
/// <param name="Changes">What differs.</param>
/// <param name="Together">Those of the folder with those that stay beside them; null: there are problems, or none is to be written.</param>
/// <param name="Problems">Why they do not fit together, or cannot be removed.</param>
internal sealed record OrganisationComparison(
    IReadOnlyList<SeedChange> Changes, OrganisationFiles? Together, IReadOnlyList<DefinitionProblem> Problems)
{
    /// <summary>What they were held against; null: the tenant is new.</summary>
    public LoadedOrganisations? Stored { get; init; }

    /// <summary>Of a tenant that is new.</summary>
    public static OrganisationComparison OfNew(OrganisationFiles files) => new(
    [
        new(SeedChangeType.Added, Counted.Of(files.Organisations.Count, "organisation")),
        .. files.Collections.Count == 0 ? [] : new SeedChange[] { new(SeedChangeType.Added, Counted.Of(files.Collections.Count, "collection")) },
    ], files, []);

    /// <param name="stored">What the tenant has.</param>
    /// <param name="files">Of the folder.</param>
    /// <param name="removed">Ids of organisations and collections that somebody named.</param>
    public static OrganisationComparison Of(LoadedOrganisations stored, OrganisationFiles files, IReadOnlyCollection<string> removed)
    {
        var reading = files.Beside(stored, removed);
        if (reading.Value is not { } together)
            return new([], null, reading.Problems);
        var changes = OrganisationChanges.Between(stored, together);
        var written = IdsOf(files.Organisations, files.Collections).ToHashSet();
        return new(
        [
            .. Tell(changes.Organisations, written), .. Tell(changes.Collections, written),
        ], changes.AreNone ? null : together, [])
        {
            Stored = stored,
        };
    }

    /// <summary>Of organisations and collections alike.</summary>
    public static IEnumerable<string> IdsOf(IReadOnlyList<OrganisationRow> organisations, IReadOnlyList<CollectionRow> collections) =>
        organisations.Select(row => row.Id).Concat(collections.Select(row => row.Id.Trim()));

    private static IEnumerable<SeedChange> Tell(LineChanges lines, HashSet<string> written) =>
    [
        .. lines.Added.Select(line => new SeedChange(SeedChangeType.Added, SubjectOf(line), NeedsReplace: true)),
        .. lines.Changed.Select(line => new SeedChange(SeedChangeType.Changed, SubjectOf(line), line.Detail, NeedsReplace: true)),
        .. lines.Removed.Select(line => new SeedChange(SeedChangeType.Removed, SubjectOf(line))),
        .. lines.Same.Concat(lines.Changed).Where(line => !written.Contains(line.Id)).Select(line =>
            new SeedChange(SeedChangeType.Stays, SubjectOf(line), $"it is not in the folder; --remove {line.Id} removes it")),
    ];

    private static string SubjectOf(LineChange line) => $"{line.Kind} {line.Id}";
}
