using Surveys.Readings;

namespace Surveys.Organisations;

/// <summary>One line of <c>organisations.csv</c> as it was written; an empty text is unknown. Spaces around a value do not count.</summary>
public sealed record OrganisationRow
{
    /// <summary>The header: every column, in this order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "path", "name", "kind", "category", "enrolment", "households", "staff",
        "title1", "reduced_lunch", "english_learners", "languages", "collections",
    ];

    /// <summary>Where it stands in the file.</summary>
    public required RowPlace Line { get; init; }

    /// <summary>Ids from the root down, joined with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The last of its path.</summary>
    public string Id => Path.Trim()[(Path.Trim().LastIndexOf('/') + 1)..];

    /// <summary>Null: its path is that of a root.</summary>
    public string? ParentId => Path.Trim().Split('/') is [.., var parent, _] ? parent : null;

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public string Category { get; init; } = "";

    public string Enrolment { get; init; } = "";

    public string Households { get; init; } = "";

    public string Staff { get; init; } = "";

    /// <summary><c>yes</c>, <c>no</c> or empty.</summary>
    public string Title1 { get; init; } = "";

    /// <summary>Whole percent.</summary>
    public string ReducedLunch { get; init; } = "";

    /// <summary>Whole percent.</summary>
    public string EnglishLearners { get; init; } = "";

    /// <summary>Separated by <c>;</c>.</summary>
    public string Languages { get; init; } = "";

    /// <summary>Ids separated by <c>;</c>.</summary>
    public string Collections { get; init; } = "";

    /// <summary>The cells in the order of <see cref="Columns"/>, without spaces around them.</summary>
    public IReadOnlyList<string> Cells =>
    [
        Path.Trim(), Name.Trim(), Kind.Trim(), Category.Trim(), Enrolment.Trim(), Households.Trim(), Staff.Trim(),
        Title1.Trim(), ReducedLunch.Trim(), EnglishLearners.Trim(), Languages.Trim(), Collections.Trim(),
    ];
}

/// <summary>One line of <c>collections.csv</c> as it was written. Spaces around a value do not count.</summary>
public sealed record CollectionRow
{
    /// <summary>The header: every column, in this order.</summary>
    public static readonly IReadOnlyList<string> Columns = ["id", "name", "kind"];

    /// <summary>Where it stands in the file.</summary>
    public required RowPlace Line { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>The cells in the order of <see cref="Columns"/>, without spaces around them.</summary>
    public IReadOnlyList<string> Cells => [Id.Trim(), Name.Trim(), Kind.Trim()];
}
