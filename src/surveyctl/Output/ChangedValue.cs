namespace Surveyctl.Output;

/// <summary>A value that differs from what is stored.</summary>
/// <param name="Name">Of which property, or column.</param>
/// <param name="Before">As it is stored; null or empty: there is none.</param>
/// <param name="After">As it is written, likewise.</param>
internal sealed record ChangedValue(string Name, string? Before, string? After)
{
    /// <summary>A text is told as it was and is while both are short.</summary>
    private const int LongestTold = 60;

    public override string ToString() =>
        Before?.Length > LongestTold || After?.Length > LongestTold ? Name : $"{Name} {Quote(Before)} → {Quote(After)}";

    private static string Quote(string? text) => text is null or "" ? "nothing" : $"\"{text}\"";
}
