namespace Surveys.Organisations;

/// <summary>One line of <c>collections.csv</c> as it was written. Spaces around a value do not count.</summary>
public sealed record CollectionRow
{
    /// <summary>The header: every column, in this order.</summary>
    public static readonly IReadOnlyList<string> Columns = ["id", "name", "kind"];

    /// <summary>Where the line begins in the file, the header being line 1.</summary>
    public required int Line { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>The cells in the order of <see cref="Columns"/>, without spaces around them.</summary>
    public IReadOnlyList<string> Cells => [Id.Trim(), Name.Trim(), Kind.Trim()];
}
