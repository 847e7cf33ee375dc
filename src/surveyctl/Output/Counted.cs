namespace Surveyctl.Output;

/// <summary>A number and what it counts, as one says it.</summary>
internal static class Counted
{
    /// <param name="number">How many.</param>
    /// <param name="one">What is counted, of one.</param>
    /// <param name="several">Of any other number; null: with an s.</param>
    public static string Of(long number, string one, string? several = null) => $"{number:N0} {(number == 1 ? one : several ?? one + "s")}";
}
