namespace Surveys.Answers;

/// <summary>What reading a submission's answers gave: the sheet, or every problem found (never both, never neither).</summary>
public sealed record AnswerReading
{
    public AnswerSheet? Sheet { get; private init; }

    /// <summary>In survey order; items that are not the survey's last, by id.</summary>
    public IReadOnlyList<AnswerProblem> Problems { get; private init; } = [];

    public static AnswerReading Of(AnswerSheet sheet) => new() { Sheet = sheet };

    public static AnswerReading Failed(IReadOnlyList<AnswerProblem> problems) =>
        problems.Count > 0
            ? new() { Problems = problems }
            : throw new ArgumentException("A failed reading has at least one problem.", nameof(problems));
}
