using System.Diagnostics.CodeAnalysis;

namespace Surveys.Readings;

/// <summary>What reading gave: the value, or every problem found (never both, never neither).</summary>
public sealed record Reading<T, TProblem>
    where T : notnull
{
    private Reading()
    {
    }

    /// <summary>Null, or of a struct its default, if there are problems.</summary>
    public T? Value { get; private init; }

    public IReadOnlyList<TProblem> Problems { get; private init; } = [];

    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Problems.Count == 0;

    public static Reading<T, TProblem> Failed(params IReadOnlyList<TProblem> problems) =>
        problems.Count > 0
            ? new() { Problems = problems }
            : throw new ArgumentException("A failed reading has at least one problem.", nameof(problems));

    public static implicit operator Reading<T, TProblem>(TProblem problem) => Failed(problem);

    public static implicit operator Reading<T, TProblem>(T value) => new() { Value = value };
}
