using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>
/// What a tenant has stored and files do not name stays, unless somebody names it to be removed: who loads a part of the schools removes none.
/// </summary>
/// <param name="Organisations">Those that stay, at the place that they have with the files' own.</param>
/// <param name="Collections">Those that stay.</param>
internal sealed record StoredBeside(IReadOnlyList<OrganisationRow> Organisations, IReadOnlyList<CollectionRow> Collections)
{
    /// <param name="stored">All that the tenant has.</param>
    /// <param name="organisations">Of the files.</param>
    /// <param name="collections">Of the files.</param>
    /// <param name="removed">The ids of organisations and collections that somebody named.</param>
    /// <param name="problems">Gets those that cannot be removed.</param>
    public static StoredBeside Of(
        LoadedOrganisations stored, IReadOnlyList<OrganisationRow> organisations, IReadOnlyList<CollectionRow> collections,
        IReadOnlyCollection<string> removed, ICollection<DefinitionProblem> problems)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in organisations)
            paths.TryAdd(row.Id, row.Path.Trim());
        var written = paths.Keys.Concat(collections.Select(row => row.Id.Trim())).ToHashSet(StringComparer.Ordinal);
        var byId = stored.Organisations.DistinctBy(row => row.Id).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var kept = stored.Organisations.Where(row => !written.Contains(row.Id) && !removed.Contains(row.Id)).ToList();
        var keptCollections = stored.Collections.Where(row => !written.Contains(row.Id.Trim()) && !removed.Contains(row.Id.Trim())).ToList();
        foreach (var id in removed.Distinct())
        {
            if (written.Contains(id))
                Refuse(id, "It is in the file as well: leave it out there, or do not remove it.");
            else if (!byId.ContainsKey(id) && stored.Collections.All(row => row.Id.Trim() != id))
                Refuse(id, "There is no stored organisation or collection of this id.");
            else if (kept.Where(row => row.ParentId == id).Select(row => row.Id).ToList() is { Count: > 0 } below)
                Refuse(id, $"It is above {string.Join(", ", below)}: remove these too, or give them another parent.");
        }
        return new StoredBeside(
            [.. kept.Select(row => row with { Line = new RowPlace($"stored '{row.Id}'"), Path = PathOf(row) })],
            [.. keptCollections.Select(row => row with { Line = new RowPlace($"stored '{row.Id.Trim()}'") })]);

        // What is above it may have moved.
        string PathOf(OrganisationRow row) => paths.GetValueOrDefault(row.Id)
            ?? (row.ParentId is { } parent && byId.TryGetValue(parent, out var above) ? $"{PathOf(above)}/{row.Id}" : row.Path.Trim());

        void Refuse(string id, string message) => problems.Add(new DefinitionProblem("--remove", id, message));
    }
}
