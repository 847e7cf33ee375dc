namespace Surveys.Readings;

/// <summary>Every problem found in one file, in the order found.</summary>
internal sealed class ProblemList
{
    private readonly List<DefinitionProblem> _problems = [];

    public IReadOnlyList<DefinitionProblem> All => _problems;

    public bool IsEmpty => _problems.Count == 0;

    public void Add(string place, string message) =>
        _problems.Add(new DefinitionProblem(ControlCharacters.Hide(place), ControlCharacters.Hide(message)));

    /// <summary>
    /// Reports each value that stood earlier in the list, at its own place. Empty ones are skipped: they are reported already.
    /// </summary>
    public void AddRepeated(IEnumerable<(string Value, string Place)> values, string what)
    {
        var first = new Dictionary<string, string>();
        foreach (var (value, place) in values)
        {
            if (value.Length > 0 && !first.TryAdd(value, place))
                Add(place,
                    $"The {what} '{value}' already stands at {first[value]}: every {what} may occur once, change or remove one of the two.");
        }
    }
}
