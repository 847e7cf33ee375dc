using Surveys.Ids;

namespace Replay;

/// <summary>A figure that was published otherwise than it is found in the tallies.</summary>
/// <param name="School">At which school.</param>
/// <param name="Question">Empty: of the school as a whole.</param>
/// <param name="Figure">The column of the file, or <c>responses</c>.</param>
/// <param name="Published">As in the file, or as follows from it.</param>
/// <param name="Found">From the tallies; "none" where nobody answered.</param>
internal sealed record Difference(SchoolId School, string Question, string Figure, string Published, string Found)
{
    public override string ToString() =>
        $"{string.Join(' ', new[] { School.Value, Question, Figure }.Where(part => part.Length > 0))}: published {Published}, found {Found}";
}
