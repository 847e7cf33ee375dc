using Azure;

using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Organisations;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>Rows of what a wave pinned: nodes, schools by id, collections.</summary>
internal static class PinnedRows
{
    private const int RowsPerCommit = 100;

    /// <summary>Of one wave, a hundred in a transaction.</summary>
    /// <exception cref="StoreUnavailableException">The store failed, or refused one.</exception>
    public static async Task CommitAsync(
        ITableStore tables, IEnumerable<TableRow> rows, RowChangeType type, CancellationToken cancellationToken)
    {
        foreach (var chunk in rows.Chunk(RowsPerCommit))
        {
            var changes = chunk.Select(row => new RowChange(type, row, ETag.All)).ToList();
            if (await tables.CommitAsync(StoreNames.Waves, changes, cancellationToken) is CommitResult.Refused refused)
            {
                throw new StoreUnavailableException(
                    $"Row {chunk[Math.Max(0, refused.Index)].RowKey} of a wave was refused ({refused.Refusal}); do it again.");
            }
        }
    }

    private const string Name = "Name";
    private const string Kind = "Kind";
    private const string Population = "Population";
    private const string Bucket = "Bucket";
    private const string Collections = "Collections";

    public static TableRow OfNode(string partitionKey, WaveNode node) =>
        new(partitionKey, WavesKeys.Node(node.Path))
        {
            [Name] = node.Name,
            [Kind] = node.Kind,
            [Population] = node.Population,
            [Bucket] = node.Bucket,
            [Collections] = node.Collections.Count == 0 ? null : string.Join(';', node.Collections),
        };

    public static WaveNode ReadNode(TableRow row) => new()
    {
        Path = [.. row.RowKey.Split('!').Skip(1).Select(id => new ScopeId(id))],
        Name = row.GetString(Name)!,
        Kind = row.GetString(Kind)!,
        Population = row.GetInt32(Population),
        Bucket = row.GetInt32(Bucket),
        Collections = row.GetString(Collections) is { } ids ? [.. ids.Split(';').Select(id => new ScopeId(id))] : [],
    };

    public static TableRow OfSchool(string partitionKey, PinnedSchool school) =>
        new(partitionKey, WavesKeys.School(school.Id)) { [Name] = school.Name, [Bucket] = school.Bucket };

    public static PinnedSchool ReadSchool(TableRow row) =>
        new(new SchoolId(row.RowKey.Split('!')[1]), row.GetString(Name)!, row.GetInt32(Bucket)!.Value);

    public static TableRow OfCollection(string partitionKey, Collection collection) =>
        new(partitionKey, WavesKeys.Collection(collection.Id)) { [Name] = collection.Name, [Kind] = collection.Kind };

    public static Collection ReadCollection(TableRow row) => new()
    {
        Id = new ScopeId(row.RowKey.Split('!')[1]),
        Name = row.GetString(Name)!,
        Kind = row.GetString(Kind)!,
    };
}

/// <summary>A node of the tree that a wave pinned, in the form a release is made of.</summary>
public sealed record WaveNode
{
    /// <summary>From the wave's root to this node.</summary>
    public required IReadOnlyList<ScopeId> Path { get; init; }

    public ScopeId Id => Path[^1];

    /// <summary>Of one that answers.</summary>
    public SchoolId School => new(Id.Value);

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>Students, households or staff of this node alone, as the wave declares; null: unknown.</summary>
    public int? Population { get; init; }

    /// <summary>Where its own responses lie; null: it has none of its own.</summary>
    public int? Bucket { get; init; }

    public required IReadOnlyList<ScopeId> Collections { get; init; }
}
