using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

namespace Replay;

/// <summary>What must hold between the lines of an answers file.</summary>
internal static class PublishedRules
{
    public static void Check(IReadOnlyList<PublishedRow> rows, ICollection<DefinitionProblem> problems)
    {
        var firstOfCell = new Dictionary<(SchoolId School, Audience Audience, string Question), int>();
        var firstOfQuestion = new Dictionary<(Audience Audience, string Question), PublishedRow>();
        foreach (var row in rows)
        {
            if (!firstOfCell.TryAdd((row.School, row.Audience, row.Question), row.Line))
            {
                Report(row, "question",
                    $"Line {firstOfCell[(row.School, row.Audience, row.Question)]} has this school, respondent and question: remove one.");
            }
            if (firstOfQuestion.TryAdd((row.Audience, row.Question), row))
                continue;
            // One survey is asked at all schools, so a question is the same at each.
            var first = firstOfQuestion[(row.Audience, row.Question)];
            if (row.IsReversed != first.IsReversed)
            {
                Report(row, "reversed",
                    $"The question is {(first.IsReversed ? "" : "not ")}reversed on line {first.Line}: a question is one or the other.");
            }
            if (row.HasDontKnow != first.HasDontKnow)
            {
                Report(row, "n5", first.HasDontKnow
                    ? $"This is empty, and on line {first.Line} the question has a fifth option: write 0 if nobody chose it here."
                    : $"The question has no fifth option on line {first.Line}: leave this empty, or write 0 there.");
            }
        }

        void Report(PublishedRow row, string column, string message) =>
            problems.Add(new DefinitionProblem($"line {row.Line}, column {column}", message));
    }
}
