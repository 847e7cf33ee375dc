namespace Surveyctl.Output;

/// <summary>Several things in one line, of many the first.</summary>
internal static class Listed
{
    private const int Most = 20;

    public static string Of(IReadOnlyList<string> things) => things.Count <= Most
        ? string.Join(", ", things)
        : $"{string.Join(", ", things.Take(Most))} and {things.Count - Most:N0} more";
}
