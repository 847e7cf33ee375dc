namespace Surveys.Readings;

/// <summary>What reading a definition gave: the value, or every problem found (never both, never neither).</summary>
public sealed record Reading<T>
    where T : class
{
    public T? Value { get; private init; }

    public IReadOnlyList<DefinitionProblem> Problems { get; private init; } = [];

    public static Reading<T> Of(T value) => new() { Value = value };

    public static Reading<T> Failed(IReadOnlyList<DefinitionProblem> problems) =>
        problems.Count > 0
            ? new() { Problems = problems }
            : throw new ArgumentException("A failed reading has at least one problem.", nameof(problems));
}
