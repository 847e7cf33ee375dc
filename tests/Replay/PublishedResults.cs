using Surveys.Definitions;
using Surveys.Ids;

namespace Replay;

/// <summary>Published results in which every line is sound and all lines fit together.</summary>
/// <param name="Schools">Those of all groups, in the order of their ids.</param>
/// <param name="Groups">Families, staff, or both.</param>
/// <param name="Digest">Of the bytes it was read from, in hexadecimal.</param>
internal sealed record PublishedResults(IReadOnlyList<PublishedSchool> Schools, IReadOnlyList<PublishedGroup> Groups, string Digest);

/// <param name="Id">As the file names it, in lower case.</param>
/// <param name="Name">As the file of schools names it; without that, as the file of answers does.</param>
internal sealed record PublishedSchool(SchoolId Id, string Name);

/// <summary>What one group of respondents answered.</summary>
internal sealed class PublishedGroup(Audience audience, IReadOnlyList<PublishedRow> rows)
{
    private readonly Dictionary<(SchoolId School, string Question), PublishedRow> _rows =
        rows.ToDictionary(row => (row.School, row.Question));

    public Audience Audience { get; } = audience;

    /// <summary>One row of each question, in the order of the file: it tells what holds for all of them.</summary>
    public IReadOnlyList<PublishedRow> Questions { get; } = [.. rows.DistinctBy(row => row.Question)];

    /// <summary>Those that the file has answers of, in its order.</summary>
    public IReadOnlyList<SchoolId> Schools { get; } = [.. rows.Select(row => row.School).Distinct()];

    /// <summary>Null: the file has no line of the question at the school, so nobody answers it there.</summary>
    public PublishedRow? Find(SchoolId school, string question) => _rows.GetValueOrDefault((school, question));

    /// <summary>As many as answered the question that most answered: fewer cannot have been there.</summary>
    public int RespondentsOf(SchoolId school) =>
        Questions.Max(question => Find(school, question.Question)?.Answers ?? 0);
}
